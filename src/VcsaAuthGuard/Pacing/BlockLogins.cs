using System.Management.Automation;
using System.Management.Automation.Language;

namespace VcsaAuthGuard.Pacing;

/// <summary>Finds the logins that a block makes itself or in the functions it calls. Nothing is run.</summary>
internal sealed class BlockLogins(SessionState state)
{
    private static readonly string[] Logins = ["Connect-VIServer", "Connect-VcsaSession"];

    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the calls of commands that log in, each with the function that contains it; null for the block itself.</summary>
    /// <param name="block">The block.</param>
    /// <param name="function">The function that the block is the body of.</param>
    public IEnumerable<(string Login, string? Function, int Line)> Find(ScriptBlock block, string? function = null)
    {
        foreach (CommandAst command in block.Ast.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            string? name = command.GetCommandName();
            name = name?.Substring(name.LastIndexOf('\\') + 1);
            if (Array.Exists(Logins, login => string.Equals(login, name, StringComparison.OrdinalIgnoreCase)))
            {
                yield return (name!, function, command.Extent.StartLineNumber);
            }
            else if (!string.IsNullOrEmpty(name) && _seen.Add(name!) && Body(name!) is ScriptBlock body)
            {
                foreach ((string, string?, int) login in Find(body, name))
                {
                    yield return login;
                }
            }
        }
    }

    // The variable, and not Get-Command: that would load whatever module has a command of this name.
    private ScriptBlock? Body(string name) =>
        WildcardPattern.ContainsWildcardCharacters(name) ? null : state.PSVariable.GetValue("function:" + name) as ScriptBlock;
}
