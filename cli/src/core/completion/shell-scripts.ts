export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/**
 * A script by which a shell completes the program's command lines. It asks the program itself:
 * `cassink complete -- WORDS` prints a line for each candidate, `value<tab>description`, and the line `:files` where a
 * path may stand.
 * @param name of the program
 */
export function shellScript(shell: Shell, name: string): string {
  return scripts[shell](name);
}

const scripts: Readonly<Record<Shell, (name: string) => string>> = {
  // Readline takes a word to begin behind = and :, so what stands before them is cut off again.
  bash: (name) => `# eval "$(${name} completion bash)"
_${name}() {
  local line=\${COMP_LINE:0:COMP_POINT} value description words before
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  before=\${words[\${#words[@]}-1]}
  before=\${before%"\${before##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value description; do
    if [[ $value == :files ]]; then
      compopt -o default 2>/dev/null
    else
      printf -v value %q "\${value#"$before"}"
      COMPREPLY+=("$value")
    fi
  done < <("\${words[0]}" complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -F _${name} ${name}
`,
  zsh: (name) => `#compdef ${name}
# eval "$(${name} completion zsh)", behind compinit
_${name}() {
  local line files
  local -a found
  for line in \${(f)"$("\${words[1]}" complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)"}; do
    if [[ $line == :files ]]; then
      files=1
    else
      found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done
  (( $#found )) && _describe -t values ${name} found
  [[ -n $files ]] && _files
}
compdef _${name} ${name}
`,
  fish: (name) => `# ${name} completion fish | source
function __${name}_complete
    set -l typed (commandline -opc) (commandline -ct)
    for line in ($typed[1] complete -- $typed[2..-1] 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c ${name} -f -a '(__${name}_complete)'
`,
};
