# Draws OUTPUT from chart-time.tsv and chart-rest.tsv, which report.py describes.
# Without a background, and in greys and colours that are readable on white as
# on black.

set terminal svg size 960,800 font "sans-serif,13" noenhanced
set output output
set encoding utf8
set datafile separator tab
set datafile missing "?"

stats "chart-time.tsv" using 1 name "TIME" nooutput
stats "chart-rest.tsv" using 1 name "REST" nooutput

grey = 0x808080
set border 1 lc rgb grey
set tics nomirror scale 0.4 textcolor rgb grey
set grid xtics lt 1 lc rgb grey lw 0.4 dt 3
set lmargin at screen 0.46
set rmargin at screen 0.97
set style line 1 lc rgb 0xd95f02 pt 7 ps 0.6 lw 1.5
set style line 2 lc rgb 0x2a8fd0 pt 7 ps 0.6 lw 1.5
set style line 3 lc rgb grey lw 2.5
set key at screen 0.97,0.99 horizontal right samplen 1.5 textcolor rgb grey

set multiplot

set title "Time, raw C = 1; medians and quartiles" textcolor rgb grey
set tmargin at screen 0.91
set bmargin at screen 0.42
set xrange [0.9:edge]
set yrange [TIME_max + 0.7 : -0.7]
plot "chart-time.tsv" using 3:($1 - 0.15):4:5:ytic(2) \
       with xerrorbars ls 1 title "libguile", \
     "" using 6:($1 + 0.15):7:8 with xerrorbars ls 2 title "libguilenet", \
     "" using 9:($1 - 0.38):(0):(0.76) with vectors nohead ls 3 title "target", \
     "" using (edge):1:10 with labels right textcolor rgb grey notitle

set title "The rest, libguile = 1"
set tmargin at screen 0.33
set bmargin at screen 0.05
set xrange [0:3]
set yrange [REST_max + 0.7 : -0.7]
unset key
plot "chart-rest.tsv" using 3:($1 - 0.12):4:5:ytic(2) with xerrorbars ls 1, \
     "" using 6:($1 + 0.12):7:8 with xerrorbars ls 2, \
     "" using 9:($1 - 0.38):(0):(0.76) with vectors nohead ls 3, \
     "" using (3):1:10 with labels right textcolor rgb grey

unset multiplot
