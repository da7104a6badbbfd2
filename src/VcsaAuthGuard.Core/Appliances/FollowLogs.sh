# What bash on an appliance runs to follow vpxd's logs. It only reads, keeps nothing there, and ends with its connection. Of the text
# it sends the entries that hold one of some words; of the others how many bytes and lines they are. It needs coreutils, awk and gzip.
#
# It says, a line each (K: a log, counted from 0, those known before first; a line without its last dot was torn):
#   log K NAME OFFSET LINES HEAD .  a log that was found, or has another name, or more of a head: its first KiB in base64. Where a log
#                                   is new, OFFSET and LINES are where its reading begins
#   at K OFFSET BYTES DATA .        what it was given: DATA, in base64, is a row of `S BYTES LINES`, passed over, and `T BYTES` with
#                                   so many bytes after that line; where the last line has no end yet, with one too many
#   done K ., gone K .                  it was compressed and is read to its end; it is nowhere
#   ok MORE .                       all were looked at; MORE is 1 when there is more to send at once
#   fail WHAT .                     it cannot be done: there is no such program, or no folder of logs
#
# It is made one line of, without these, so each line ends where the next may follow. It is put between single quotes: it has none.
# Given: d folder, e whether the logs' ends are where to begin, w words with commas between; of the logs known: L, S bytes of the head
# and their SHA-256, O how far they were read.
export LC_ALL=C;
cd $d 2>/dev/null || { echo fail folder .; exit 1; };
for p in sort stat head tail tr wc base64 sha256sum sleep awk gzip; do command -v $p >/dev/null || { echo fail $p .; exit 1; }; done;

# A line without an arrow anywhere is taken for the first of an entry, which is so of all that are. The first and the last two are sent
# whatever they hold, for they may go on, and a long one as it comes: so nothing is remembered between two looks.
A="function put(t) { if (t == \"\") return; if (s) print \"S \" s \" \" c \"\\n\"; s = 0; c = 0; print \"T \" length(t) \"\\n\" t }
 function next_entry() { if (h) put(p); else { s += length(p); c += l }; p = g; l = m; h = i; g = \"\"; m = 0; i = 0 }
 BEGIN { ORS = \"\"; i = 1; q = split(w, word, \",\") }
 { if (NR > 1 && !index(\$0, \"-->\")) next_entry(); g = g \$0 \"\\n\"; m++; for (j = 1; j <= q && !i; j++) if (index(\$0, word[j])) i = 1;
 if (length(g) > 65536) { if (h) put(p); else { s += length(p); c += l }; p = \"\"; l = 0; put(g); g = \"\"; m = 0; i = 1 } }
 END { put(p); put(g) }";

n=${#L[@]}; known=$n; first=1; newest=-1; D=(); V=();
declare -A T W;

# The file at hand is 7, which may have another name by now, or none; it is compressed where Z is 1.
text() { if [ $Z = 1 ]; then gzip -cd </dev/fd/7; else cat /dev/fd/7; fi; };
from() { if [ $Z = 1 ]; then text | tail -c +$(($1+1)); else tail -c +$(($1+1)) /dev/fd/7; fi; };
sum() { H=$(text | head -c $1 | sha256sum); H=${H%% *}; };
facts() { read -r INODE BORN SIZE < <(stat -L -c "%i %W %s" /dev/fd/7); };
number() { N=${1//[^0-9]/}; N=$((10#${N:-999999999})); };

# K becomes the log that the file at hand, of so many bytes, is; -1 for one that is not known.
find() {
 local k c=;
 for ((k=n-1; k>=0; k--)); do
 [ $1 -ge ${L[k]} ] || continue;
 [ "$c" = ${L[k]} ] || { c=${L[k]}; sum $c; };
 [ $H = ${S[k]} ] && { K=$k; return; };
 done;
 K=-1; };
# tell K NAME SIZE LINES
tell() { local m=$(($3>1024?1024:$3)); sum $m; L[$1]=$m; S[$1]=$H; echo "log $1 $2 ${O[$1]} $4 $(text | head -c $m | base64 -w 0) ." || exit 1; };

# plain NAME INODE BORN, packed NAME INODE BORN: which of the logs known is that? W becomes -1 where it is none of them.
plain() { facts; [ "$INODE $BORN" = "$2 $3" ] && [ $SIZE -ge 64 ] || return; Z=0; find $SIZE; T[$1]="$2 $3"; W[$1]=$K; [ $K -lt 0 ] || tell $K $1 $SIZE 0; };
packed() { Z=1; K=-1; [ $first = 1 ] && [ $known = 0 ] || find 1024; T[$1]="$2 $3"; W[$1]=$K; };
# fresh NAME: a new log; what is there already is passed over where that is wanted.
fresh() {
 local o=0 l=0;
 facts; [ "$INODE $BORN" = "${T[$1]}" ] || return;
 Z=0;
 if [ $first$e = 11 ]; then
 o=$SIZE; l=$(head -c $o /dev/fd/7 | wc -l);
 [ $(head -c $SIZE /dev/fd/7 | tail -c 1 | wc -l) = 1 ] || o=$((SIZE-$(head -c $SIZE /dev/fd/7 | tail -n 1 | wc -c)));
 fi;
 K=$n; n=$((n+1)); O[K]=$o; W[$1]=$K; P[K]=1; tell $K $1 $SIZE $l; };
# Newer than all that were known at first, and compressed already: it came and went while nobody looked; or it is one that is listed
# under both its names.
missed() { Z=1; gzip -t </dev/fd/7 || { unset "T[$1]"; return; }; find 1024; [ $K -lt 0 ] || { W[$1]=$K; return; }; local z=$(text | head -c 1024 | wc -c); [ $z -ge 64 ] || return; K=$n; n=$((n+1)); O[K]=0; W[$1]=$K; tell $K $1 $z 0; };

# The next look takes the new ones anew: in this one a log went away between two steps.
again() { local f; for f in ${U[@]}; do W[$f]=; unset "T[$f]"; done; };

# part K END: 4 MiB at most.
part() {
 local o=${O[$1]} b=$(($2-${O[$1]}));
 [ $b -gt 4194304 ] && { b=4194304; more=1; };
 printf "at $1 $o $b " || exit 1;
 from $o | head -c $b | tr "\000" "\001" | awk -v w="$w" "$A" | base64 -w 0;
 echo " ." || exit 1;
 O[$1]=$((o+b)); V[$1]=0; };
grow() {
 facts; [ "$INODE $BORN" = "${T[$1]}" ] || return;
 Z=0;
 [ ${L[$2]} -lt 1024 ] && [ $SIZE -gt ${L[$2]} ] && tell $2 $1 $SIZE 0;
 [ $SIZE -gt ${O[$2]} ] && part $2 $SIZE; };
unpack() {
 Z=1; gzip -t </dev/fd/7 || return;
 local z=$(text | wc -c);
 [ $z -gt ${O[$2]} ] && part $2 $z;
 [ $more = 1 ] || { D[$2]=1; echo "done $2 ." || exit 1; }; };

for ((t=0; t<14400; t++)); do
 more=0; F=(); R=(); P=(); U=();
 # A folder that changes while it is listed may show neither name of a log, or not the newest.
 a=(vpxd*); b=(vpxd*); [ "${a[*]}" = "${b[*]}" ] || continue;
 for f in $(printf "%s\n" ${a[@]} | sort -V); do [[ $f =~ ^vpxd(-[0-9]+)?\.log(\.gz)?$ ]] && [ ! -L $f ] && F+=($f); done;
 [ ${#F[@]} = 0 ] || mapfile -t R < <(stat -c "%n %i %W %s" ${F[@]} 2>/dev/null);
 # One that was compressed just now is looked for again before newer ones are taken for known.
 [ ${#F[@]} = ${#R[@]} ] || continue;
 for r in "${R[@]}"; do
 set -- $r; k=${W[$1]};
 case $1 in
 *.gz) [ "${T[$1]}" = "$2 $3" ] || { packed $1 $2 $3 2>/dev/null 7<$1; [ "${W[$1]}" = -1 ] && U+=($1); }; k=${W[$1]};;
 *) if [ "${T[$1]}" != "$2 $3" ] || [ -z "$k" ] || [ $4 -lt ${O[k]} ]; then W[$1]=; plain $1 $2 $3 2>/dev/null 7<$1; k=${W[$1]}; [ "$k" ] || [ -f $1 ] || { again; continue 2; }; fi; if [ "$k" = -1 ]; then U+=($1); elif [ "$k" ]; then P[k]=1; fi;;
 esac;
 [ $first = 0 ] || [ -z "$k" ] || { [ $known -gt 0 ] && [ $k -lt 0 ]; } || [ "${1%.gz}" != $1 -a $k -lt 0 ] || { number $1; [ $N -le $newest ] || newest=$N; };
 done;
 # New ones from the oldest on: who knows one, after a connection that was cut here, knows those before it.
 for f in ${U[@]}; do
 case $f in
 *.gz) number $f; [ $newest -lt 0 ] || [ $N -le $newest ] || missed $f 2>/dev/null 7<$f;;
 *) fresh $f 2>/dev/null 7<$f; [ "${W[$f]}" != -1 ] || { again; continue 2; };;
 esac;
 done;
 # One after the other, to its end: an entry may go on in the next.
 for r in "${R[@]}"; do
 set -- $r; k=${W[$1]};
 [ -z "$k" ] || [ $k -lt 0 ] || [ "${D[k]}" ] && continue;
 case $1 in
 *.gz) [ "${P[k]}" ] || unpack $1 $k 2>/dev/null 7<$1;;
 *) grow $1 $k 2>/dev/null 7<$1; [ -f $1 ] || break;;
 esac;
 [ $more = 0 ] || break;
 done;
 first=0;
 [ $more = 1 ] || for ((k=0; k<n; k++)); do
 [ "${P[k]}" ] || [ "${D[k]}" ] && continue;
 V[k]=$((${V[k]:-0}+1));
 [ ${V[k]} -lt 20 ] || { D[k]=1; echo "gone $k ." || exit 1; };
 done;
 echo "ok $more ." || exit 1;
 [ $more = 1 ] || sleep 0.25;
done
