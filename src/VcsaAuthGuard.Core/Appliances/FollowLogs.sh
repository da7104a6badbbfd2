#!/bin/bash
# Follows vpxd's logs on a vCenter Server Appliance and prints what is added to them, for a watcher at the other end of the connection.
#
# It only reads, creates no file, and ends when the connection ends, or after an hour or two. It needs bash 4, coreutils, awk and gzip.
#
# Messages
# --------
# Each is one line. Its last word is a dot, so that a torn line is recognised. LOG is the number of a log: those known from before come
# first, from 0 on, in the order in which they were given; new ones follow.
#
#   log LOG NAME OFFSET LINES HEAD .   A log was found, has another name, or has more of a head. HEAD is its first KiB in base64. Where the
#                                      log is new, reading begins at OFFSET, behind LINES lines.
#   skip LOG NAME HEAD .               A compressed log was there before the watch began. It is not read.
#   cut LOG OFFSET LINES SIZE .        The log no longer holds what was read of it. Its SIZE bytes are the same up to OFFSET, behind LINES
#                                      lines, where reading goes on.
#   at LOG OFFSET BYTES DATA .         What the log has from OFFSET on, as FollowLogs.awk shortens it, in base64. A last line without an end
#                                      has one too many.
#   done LOG .                         The log was compressed and has been read to its end.
#   gone LOG .                         The log is nowhere any more.
#   damaged NAME .                     A compressed log that is new is damaged, or is not complete yet.
#   busy .                             A look takes long.
#   ok MORE .                          All logs were looked at. MORE is 1 when there is more to send at once.
#   again LOG .                        The log no longer holds what was read of it: the script has ended and is to be started again.
#   fail WHAT .                        There is no such program, or (WHAT is folder) no folder of logs.
#
# How it is run
# -------------
# Comments and blank lines are removed and the lines are joined (OneLineScript.cs), because it is not known whether the appliance shell takes
# more than one line. The result stands between single quotes: so there is none in this file. These variables are set in front of it:
#
#   folder        the folder of the logs
#   is_first      1 when there was no earlier run: what is there already is skipped
#   from_start    1 when logs that are not compressed are read even so
#   first_number  compressed logs with lower numbers are old, and are skipped unless they are known
#   words         what entries of interest contain, one of these, with commas between them
#   awk_program   FollowLogs.awk
#
# and these arrays, with an element for each log that is known from before:
#
#   offset        how many bytes of it were read
#   is_done       1 where nothing more is to be read of it
#   head_length   how many of its first bytes head_sum covers; at least 64
#   head_sum      the SHA-256 of these bytes
#   start_sum     the SHA-256 of its first 64 bytes
#   points        places up to which it was read, the last one first, with commas between them: OFFSET:LENGTH:SUM, where SUM is the first
#                 16 digits of the SHA-256 of the LENGTH bytes before OFFSET

# The variables above are set where this cannot be seen.
# shellcheck disable=SC2154

set -u
export LC_ALL=C

max_part=4194304
max_looks=14400
looks_until_gone=20

# Sends a message. When nobody reads it any more, the script ends.
send() {
  printf "%s .\n" "$*" || exit 1
}

fail() {
  send fail "$1"
  exit 1
}

cd "$folder" 2>/dev/null || fail folder
for program in awk base64 cat gzip head sha256sum sleep sort stat tail tr wc; do
  command -v "$program" >/dev/null || fail "$program"
done

# Of each log, by its number: a checksum of the last bytes that were read in this connection (a length of -1 before that), and in how many
# looks in a row it was not found.
log_count=${#offset[@]}
tail_length=()
tail_sum=()
missing=()
for ((log = 0; log < log_count; log++)); do
  tail_length[log]=-1
  missing[log]=0
done

# Of each file, by its name: which file it was when it was last identified (inode, time of birth, and the size of a compressed one), and the
# number of the log in it; "new" where the log is not known yet, "unusable" where it cannot be known.
declare -A file_id=()
declare -A file_log=()

is_first_look=1
more=0

# ---- The open file -------------------------------------------------------------------------------------------------------------------
# A file is opened once, as descriptor 7, and all is read from there: its name may belong to another file at any moment.

# Runs a function on a file: on_file FUNCTION NAME ARGUMENT...; fails when the file is gone.
on_file() {
  "$@" 2>/dev/null 7<"$2"
}

is_packed_name() {
  [[ $1 = *.gz ]]
}

# Sets size, and id as list_files does.
read_facts() {
  local inode birth
  read -r inode birth size < <(stat -L -c "%i %W %s" /dev/fd/7)
  id="$inode $birth"
}

# Prints the text of the file.
text() {
  if [ "$is_packed" = 1 ]; then
    gzip -cd </dev/fd/7
  else
    cat /dev/fd/7
  fi
}

# Prints the text from an offset on.
text_from() {
  if [ "$is_packed" = 1 ]; then
    text | tail -c +$(($1 + 1))
  else
    tail -c +$(($1 + 1)) /dev/fd/7
  fi
}

# Replaces bytes of 0, at which awk may end a line.
without_zeros() {
  tr "\000" "\001"
}

# Sets sum to the SHA-256 of the first bytes: sum_of_first COUNT.
sum_of_first() {
  sum=$(text | head -c "$1" | sha256sum)
  sum=${sum%% *}
}

# Sets sum to 16 digits of the SHA-256 of the bytes before an offset: sum_before OFFSET COUNT. They count as they are sent.
sum_before() {
  sum=$(text_from $(($1 - $2)) | head -c "$2" | without_zeros | sha256sum)
  sum=${sum:0:16}
}

# Sets lines to the number of line ends before an offset.
count_lines() {
  lines=$(text | head -c "$1" | wc -l)
}

# Sets end to where the last whole line of a plain file ends.
find_end() {
  end=$size
  if [ "$size" -gt 0 ] && [ "$(tail -c +"$size" /dev/fd/7 | head -c 1 | wc -l)" = 0 ]; then
    end=$((size - $(head -c "$size" /dev/fd/7 | tail -n 1 | wc -c)))
  fi
}

# ---- Logs ----------------------------------------------------------------------------------------------------------------------------

is_log() {
  [[ $1 =~ ^[0-9]+$ ]]
}

# Sets found to the log that the open file holds, by its first bytes: find_log SIZE; -1 when it is not known.
find_log() {
  local log length=0
  for ((log = log_count - 1; log >= 0; log--)); do
    if [ "$1" -ge "${head_length[log]}" ]; then
      if [ "$length" != "${head_length[log]}" ]; then
        length=${head_length[log]}
        sum_of_first "$length"
      fi
      if [ "$sum" = "${head_sum[log]}" ]; then
        found=$log
        return
      fi
    fi
  done
  found=-1
}

# The same for a log that was cut within its first KiB and may have grown again: only its first 64 bytes are the same.
find_log_by_start() {
  local log
  sum_of_first 64
  for ((log = log_count - 1; log >= 0; log--)); do
    if [ "$sum" = "${start_sum[log]}" ]; then
      found=$log
      return
    fi
  done
}

# Sets the checksums by which a log is known, and head to its first bytes in base64: read_head LOG SIZE.
read_head() {
  local length=$2
  [ "$length" -le 1024 ] || length=1024
  sum_of_first "$length"
  head_length[$1]=$length
  head_sum[$1]=$sum
  sum_of_first 64
  start_sum[$1]=$sum
  head=$(text | head -c "$length" | base64 -w 0)
}

# Sends name and head of a log: announce LOG NAME SIZE LINES.
announce() {
  read_head "$1" "$3"
  send log "$1" "$2" "${offset[$1]}" "$4" "$head"
}

# Adds a log that is read: add_log NAME SIZE OFFSET LINES.
add_log() {
  local log=$log_count
  log_count=$((log_count + 1))
  offset[log]=$3
  is_done[log]=0
  missing[log]=0
  file_log[$1]=$log
  remember_tail "$log"
  announce "$log" "$1" "$2" "$4"
}

# Adds a log that is not read: skip_log NAME SIZE.
skip_log() {
  local log=$log_count
  log_count=$((log_count + 1))
  offset[log]=0
  is_done[log]=1
  missing[log]=0
  file_log[$1]=$log
  read_head "$log" "$2"
  send skip "$log" "$1" "$head"
}

# Sets sum and tail to checksum and length of the last bytes before an offset: sum_tail OFFSET.
sum_tail() {
  tail=$1
  [ "$tail" -le 1024 ] || tail=1024
  sum_before "$1" "$tail"
}

# Remembers the last bytes before the offset of a log, to recognise later that the log still holds them.
remember_tail() {
  sum_tail "${offset[$1]}"
  tail_length[$1]=$tail
  tail_sum[$1]=$sum
}

# Tells whether the open file holds what was read of a log in this connection.
holds_tail() {
  [ "$size" -ge "${offset[$1]}" ] || return 1
  sum_before "${offset[$1]}" "${tail_length[$1]}"
  [ "$sum" = "${tail_sum[$1]}" ]
}

# Sets place to the last place up to which the open file is still what was read of a log; to -1 where there is none.
find_place() {
  local point rest
  for point in ${points[$1]//,/ }; do
    place=${point%%:*}
    rest=${point#*:}
    if [ "$place" -le "$size" ]; then
      sum_before "$place" "${rest%%:*}"
      if [ "$sum" = "${rest#*:}" ]; then
        return
      fi
    fi
  done
  place=-1
}

# Goes on in a log that is known from before, behind the last text that is still the same.
resume() {
  local newest
  find_place "$1"

  # Behind the newest place, or where there is none, there is only the size to go by.
  newest=${points[$1]%%:*}
  if [ "$place" = "${newest:--1}" ] && [ "$size" -ge "${offset[$1]}" ]; then
    place=${offset[$1]}
  fi

  if [ "$place" != "${offset[$1]}" ]; then
    if [ "$place" -lt 0 ]; then
      find_end
      place=$end
    fi
    count_lines "$place"
    send cut "$1" "$place" "$lines" "$size"
    offset[$1]=$place
  fi
  remember_tail "$1"
}

# ---- Files ---------------------------------------------------------------------------------------------------------------------------

# Finds out which log a plain file holds: identify_plain NAME ID. Fails when the name belongs to another file by now.
identify_plain() {
  read_facts
  [ "$id" = "$2" ] || return 1
  file_id[$1]=$2
  file_log[$1]=unusable
  if [ "$size" -lt 64 ]; then
    # Without an id it is looked at again.
    file_id[$1]=
    return
  fi

  is_packed=0
  find_log "$size"
  [ "$found" -ge 0 ] || find_log_by_start
  if [ "$found" -lt 0 ]; then
    file_log[$1]=new
    return
  fi

  file_log[$1]=$found
  if [ "${is_done[found]}" = 0 ]; then
    [ "${tail_length[found]}" -ge 0 ] || resume "$found"
    announce "$found" "$1" "$size" 0
  fi
}

# Finds out which log a compressed file holds: identify_packed NAME ID.
identify_packed() {
  is_packed=1
  find_log 1024
  file_id[$1]=$2
  file_log[$1]=$found
  [ "$found" -ge 0 ] || file_log[$1]=new
}

# Adds the log in a plain file. What is there before the watch begins is skipped where that is wanted.
add_plain() {
  read_facts
  [ "$id" = "${file_id[$1]}" ] || return 1
  is_packed=0
  if [ "$is_first_look" = 1 ] && [ "$is_first" = 1 ] && [ "$from_start" = 0 ]; then
    find_end
    count_lines "$end"
    add_log "$1" "$size" "$end" "$lines"
  else
    add_log "$1" "$size" 0 0
  fi
}

# Adds the log in a compressed file, unless it is a second file of a log that was added meanwhile.
add_packed() {
  local length number=${1//[^0-9]/}
  is_packed=1
  find_log 1024
  if [ "$found" -ge 0 ]; then
    file_log[$1]=$found
    return
  fi

  length=$(text | head -c 1024 | wc -c)
  if [ "$length" -lt 64 ]; then
    file_log[$1]=unusable
  elif [ "$is_first_look" = 1 ] && { [ "$is_first" = 1 ] || [ $((10#${number:-0})) -lt "$first_number" ]; }; then
    skip_log "$1" "$length"
  elif gzip -t </dev/fd/7; then
    add_log "$1" "$length" 0 0
  else
    file_log[$1]=unusable
    send damaged "$1"
  fi
}

# Sends what a log has behind its offset, at most so much at once: send_part LOG SIZE.
send_part() {
  local start=${offset[$1]}
  local length=$(($2 - start))
  local next_length next_sum
  if [ "$length" -gt "$max_part" ]; then
    length=$max_part
    more=1
  fi
  printf "at %s %s %s " "$1" "$start" "$length" || exit 1
  text_from "$start" | head -c "$length" | without_zeros | awk -v words="$words" "$awk_program" | base64 -w 0

  # A log that was cut while it was read may hold other text there by now. The message stays torn then, so that it does not count, and the
  # next connection finds the place to go on. The new end is remembered first: who has the message may cut the log at once.
  sum_tail $((start + length))
  next_length=$tail
  next_sum=$sum
  if [ "$is_packed" = 0 ]; then
    read_facts
    holds_tail "$1" || exit 0
  fi
  offset[$1]=$((start + length))
  tail_length[$1]=$next_length
  tail_sum[$1]=$next_sum
  printf " .\n" || exit 1
}

# Sends what was added to a log: grow_plain NAME LOG.
grow_plain() {
  read_facts
  if [ "$id" != "${file_id[$1]}" ] || [ "$size" = "${offset[$2]}" ]; then
    return 0
  fi
  is_packed=0
  if ! holds_tail "$2"; then
    send again "$2"
    exit 0
  fi
  if [ "${head_length[$2]}" -lt 1024 ] && [ "$size" -gt "${head_length[$2]}" ]; then
    announce "$2" "$1" "$size" 0
  fi
  send_part "$2" "$size"
}

# Sends the rest of a log that was compressed: grow_packed NAME LOG.
grow_packed() {
  local length
  is_packed=1
  gzip -t </dev/fd/7 || return 0
  length=$(text | wc -c)
  if [ "$length" -gt "${offset[$2]}" ]; then
    send_part "$2" "$length"
  fi
  if [ "$more" = 0 ]; then
    is_done[$2]=1
    send "done" "$2"
  fi
}

# ---- Looks ---------------------------------------------------------------------------------------------------------------------------

# Sets names to the files, oldest first, and listed_id of each. Fails when the folder changes meanwhile: it may then show neither name of a
# log. Links are left out, because what they lead to is listed itself.
list_files() {
  local before after name inode birth size
  local found_names=()
  names=()
  before=(vpxd*)
  after=(vpxd*)
  [ "${before[*]}" = "${after[*]}" ] || return 1
  for name in $(printf "%s\n" "${after[@]}" | sort -V); do
    if [[ $name =~ ^vpxd(-[0-9]+)?\.log(\.gz)?$ ]] && [ ! -L "$name" ]; then
      found_names+=("$name")
    fi
  done
  [ "${#found_names[@]}" -gt 0 ] || return 0

  while read -r name inode birth size; do
    names+=("$name")
    listed_id[$name]="$inode $birth"
    ! is_packed_name "$name" || listed_id[$name]+=" $size"
  done < <(stat -c "%n %i %W %s" "${found_names[@]}" 2>/dev/null)
  [ "${#names[@]}" = "${#found_names[@]}" ]
}

# Finds out which logs the files hold. Fails when a file is renamed or compressed meanwhile: it has to be found again before newer ones count
# as new.
identify_files() {
  local name
  for name in ${names[@]+"${names[@]}"}; do
    if [ "${file_id[$name]-}" = "${listed_id[$name]}" ] && [ "${file_log[$name]}" != new ]; then
      continue
    fi
    if is_packed_name "$name"; then
      send busy
      on_file identify_packed "$name" "${listed_id[$name]}" || return 1
    else
      on_file identify_plain "$name" "${listed_id[$name]}" || return 1
    fi
  done
}

# Adds the logs that are new, the oldest first: who knows one, after a connection that was cut here, knows those before it.
add_new_logs() {
  local name
  for name in ${names[@]+"${names[@]}"}; do
    if [ "${file_log[$name]}" != new ]; then
      continue
    fi
    if is_packed_name "$name"; then
      on_file add_packed "$name" || return 1
    else
      on_file add_plain "$name" || return 1
    fi
  done
}

# Sets is_present of the logs that a file holds, and is_plain of those that a plain file holds.
find_present() {
  local name log
  is_present=()
  is_plain=()
  for name in ${names[@]+"${names[@]}"}; do
    log=${file_log[$name]}
    if is_log "$log"; then
      is_present[log]=1
      is_packed_name "$name" || is_plain[log]=1
    fi
  done
}

# Sends what was added, one log after the other to its end, because an entry may go on in the next.
send_growth() {
  local name log
  for name in ${names[@]+"${names[@]}"}; do
    log=${file_log[$name]}
    if ! is_log "$log" || [ "${is_done[log]}" = 1 ]; then
      continue
    fi
    if ! is_packed_name "$name"; then
      on_file grow_plain "$name" "$log" || return
    elif [ "${is_plain[log]-0}" = 0 ]; then
      on_file grow_packed "$name" "$log" || return
    fi
    [ "$more" = 0 ] || return
  done
}

# Reports logs that were not found for a while.
report_gone() {
  local log
  for ((log = 0; log < log_count; log++)); do
    if [ "${is_present[log]-0}" = 1 ]; then
      missing[log]=0
    else
      missing[log]=$((missing[log] + 1))
      if [ "${missing[log]}" = "$looks_until_gone" ]; then
        is_done[log]=1
        head_sum[log]=gone
        start_sum[log]=gone
        send gone "$log"
      fi
    fi
  done
}

look() {
  list_files || return
  identify_files || return
  add_new_logs || return
  find_present
  send_growth
  is_first_look=0
  [ "$more" = 1 ] || report_gone
  send ok "$more"
}

declare -A listed_id=()
for ((looks = 0; looks < max_looks; looks++)); do
  more=0
  look
  [ "$more" = 1 ] || sleep 0.25
done
