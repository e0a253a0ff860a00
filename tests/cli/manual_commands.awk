# SPDX-License-Identifier: Apache-2.0
# awk -f manual_commands.awk -v out=<folder> PAGE.md ...: what manual_commands.sh runs. One line for each finding, its parts
# with tabs between them: kind, page, line, words.
#   run        a command of the program, or a here-document that writes a file for one: its text is <out>/<number>
#   left-out   a command that is not run, and why
#   wrong      a command in a place where this script does not look for commands
# In blocks fenced as sh every line is a command, in blocks fenced as console those behind "$ ". A block is left out when
# <!-- not run: reason --> stands before it; other blocks are not run, and a command of the program in one is left out.

function emit(kind, line, words) { print kind "\t" FILENAME "\t" line "\t" words }
function is_program(text) { return text ~ /^striate([ \t]|$)/ }

function end_command(    file) {
  if (reason != "" || fence != "sh" && fence != "console") {
    if (is_program(command)) emit("left-out", first, reason != "" ? reason : "fenced as " (fence == "" ? "plain text" : fence))
  } else if (is_program(command) || command ~ /^cat *>.*<</) {
    file = sprintf("%s/%04d", out, ++count)
    print command > file
    close(file)
    emit("run", first, file)
  } else {
    emit("left-out", first, "another program: " command)
  }
  command = ""
}

FNR == 1 { inside = 0; reason = ""; command = ""; word = "" }

# The end of a block, or its begin.
/^ *```/ && word == "" {
  if (inside) {
    if (command != "") emit("wrong", first, "the block ends within a command")
    inside = 0; reason = ""; command = ""
  } else {
    inside = 1
    fence = $0
    gsub(/[` ]/, "", fence)
  }
  next
}

!inside {
  if ($0 ~ /<!-- *not run:/) {
    reason = $0
    sub(/.*<!-- *not run: */, "", reason)
    sub(/ *-->.*/, "", reason)
    if (reason == "") emit("wrong", FNR, "\"not run\" has no reason")
  } else if ($0 !~ /^[ \t]*$/) {
    reason = ""
    if ($0 ~ /^(    +|\t)(\$ )?striate /) emit("wrong", FNR, "a command in an indented block; fence it as sh")
  }
  next
}

# A here-document goes on to its word, a line that ends in a backslash to the next.
word != "" {
  command = command "\n" $0
  if ($0 == word) { word = ""; end_command() }
  next
}
command != "" {
  command = command "\n" $0
  if ($0 !~ /\\$/) end_command()
  next
}

{
  line = $0
  if (line ~ /^\$ /) {
    line = substr(line, 3)
    if (fence == "sh") emit("wrong", FNR, "a prompt in a block fenced as sh; fence it as console")
  } else if (fence == "console" || line ~ /^[ \t]*(#|$)/) {
    next
  }
  command = line
  first = FNR
  if (fence ~ /^(sh|console)$/ && match(line, /<< *'?[A-Z]+'?$/)) {
    word = substr(line, RSTART)
    gsub(/[<' ]/, "", word)
  } else if (line !~ /\\$/) {
    end_command()
  }
}
