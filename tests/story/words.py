"""Words that are syntax to a terminal, to Mermaid and to HTML."""

HOSTILE = "</div><script>alert('x')</script>;end\n%%{init}%% #35; \"quoted\" {[(a-->>b: c\x1b[0m"
