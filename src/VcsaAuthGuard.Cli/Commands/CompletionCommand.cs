using System.CommandLine;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>
/// Defines the command <c>vcsa-authguard completion SHELL</c>, which prints a script that lets a shell ask this program for completions.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # In ~/.bashrc: source <(vcsa-authguard completion bash)
        _vcsa_authguard() {
            local word="${COMP_WORDS[COMP_CWORD]}" line
            COMPREPLY=()
            while IFS= read -r line; do
                if [[ -n $line && $line == "$word"* ]]; then COMPREPLY+=("$line"); fi
            done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _vcsa_authguard vcsa-authguard
        """;

    private const string Zsh = """
        #compdef vcsa-authguard
        # In ~/.zshrc, after compinit: source <(vcsa-authguard completion zsh)
        _vcsa_authguard() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            found=("${(@)found:#}")
            if (( ${#found} )); then compadd -a found; fi
            [[ "$PREFIX" == -* ]] || _files
        }
        compdef _vcsa_authguard vcsa-authguard
        """;

    private const string PowerShell = """
        # In $PROFILE: vcsa-authguard completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName vcsa-authguard -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.Extent.Text.PadRight($cursorPosition - $commandAst.Extent.StartOffset)
            $position = $cursorPosition - $commandAst.Extent.StartOffset
            & $commandAst.CommandElements[0].Extent.Text "[suggest:$position]" $line 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or powershell.", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "powershell");
        Command command = new("completion", "Prints a script that completes this program's commands and options in a shell.") { shell };
        command.SetAction(parsed => Console.Out.WriteLine(parsed.GetValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => PowerShell,
        }));
        return command;
    }
}
