using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Recognises what opens and closes sessions in a script: PowerCLI's commands, and functions of the script that call them.
/// </summary>
internal sealed class Connections
{
    private readonly ScriptModel _script;
    private readonly HashSet<FunctionDefinitionAst> _closers = [];

    public Connections(ScriptModel script)
    {
        _script = script;
        // A function that calls a closer is one, but for a call in an event handler or a job.
        bool isNew = true;
        while (isNew)
        {
            FunctionDefinitionAst[] functions =
            [
                .. script
                    .Calls.Where(Closes)
                    .Select(call => Scopes.BodyOf(call.Ast, script).Parent)
                    .OfType<FunctionDefinitionAst>()
                    .Where(function => !_closers.Contains(function)),
            ];
            isNew = functions.Length > 0;
            _closers.UnionWith(functions);
        }
    }

    /// <summary>Returns whether a command ends a session. A command defined in another file is judged by its name.</summary>
    public bool Closes(CommandCall call) =>
        _script.Functions.Contains(call.Name) ? _script.Functions[call.Name].Any(_closers.Contains) : CommandNames.IsLogout(call.Name);

    /// <summary>Returns whether a command ends the session of this login, and not only that of another one.</summary>
    public bool Closes(CommandCall call, CommandCall login)
    {
        if (!Closes(call))
        {
            return false;
        }

        if (!call.Name.Is(CommandNames.Disconnect) || Server(call) is not Ast server)
        {
            return true;
        }

        // Of two logins to servers of different names, a logout from the one is none from the other.
        string text = server.Unwrap().Extent.Text;
        return IsOf(login, text) || !_script.Logins.Any(other => other != login && IsOf(other, text));
    }

    /// <summary>
    /// Returns whether a piece of code, including script blocks of ForEach-Object and the like, ends the session of this login.
    /// </summary>
    public bool ClosesIn(Ast code, CommandCall login) =>
        code.All<CommandAst>().Any(command => Closes(_script.Call(command), login)) || code.All<InvokeMemberExpressionAst>().Any(IsLogout);

    public static bool IsLogout(InvokeMemberExpressionAst method) =>
        method.Member is StringConstantExpressionAst { Value: { } name }
        && (name.Is("Logout") || name.Is("Disconnect") || name.Is("TerminateSession"));

    private static bool IsOf(CommandCall login, string server) =>
        ConnectionQuestion.Variables(login).Any(name => server.Is("$" + name))
        || (Server(login)?.Unwrap().Extent.Text is { } own && own.Is(server));

    private static Ast? Server(CommandCall call) => call.Find("Server", 1)?.Value ?? call.Positional.FirstOrDefault();
}
