using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Recognises what closes sessions of one interface in a script: PowerCLI's commands, requests and methods, and functions of the script
/// that call them.
/// </summary>
internal sealed class Connections
{
    private readonly ScriptModel _script;
    private readonly LoginKind _kind;
    private readonly HashSet<FunctionDefinitionAst> _closers = [];
    private readonly Dictionary<string, HashSet<Login>> _loginsByServer;
    private readonly Dictionary<ScriptBlockAst, Ast[]> _logoutsByBody;

    public Connections(ScriptModel script, LoginKind kind)
    {
        _script = script;
        _kind = kind;
        // A function that calls a closer is one, but for a call in an event handler or a job.
        bool isNew = true;
        while (isNew)
        {
            FunctionDefinitionAst[] functions =
            [
                .. Logouts()
                    .Select(logout => Scopes.BodyOf(logout, script).Parent)
                    .OfType<FunctionDefinitionAst>()
                    .Where(function => !_closers.Contains(function)),
            ];
            isNew = functions.Length > 0;
            _closers.UnionWith(functions);
        }

        _loginsByServer = script.Logins
            .Where(login => login.Kind == kind)
            .SelectMany(login => Servers(login).Select(server => (server, login)))
            .GroupBy(pair => pair.server, pair => pair.login, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(logins => logins.Key, logins => new HashSet<Login>(logins), StringComparer.OrdinalIgnoreCase);
        _logoutsByBody = Logouts().GroupBy(logout => Scopes.BodyOf(logout, script)).ToDictionary(all => all.Key, all => all.ToArray());
    }

    /// <summary>Returns what ends this login's session in a body after a place, in the order of the script.</summary>
    public IEnumerable<Ast> LogoutsAfter(int offset, ScriptBlockAst body, Login login)
    {
        if (!_logoutsByBody.TryGetValue(body, out Ast[]? all))
        {
            yield break;
        }

        for (int i = Syntax.FirstEndingAfter(all, offset); i < all.Length; i++)
        {
            if (Closes(all[i], login))
            {
                yield return all[i];
            }
        }
    }

    /// <summary>Returns whether something outside of a body ends this login's session.</summary>
    public bool ClosesOutside(ScriptBlockAst body, Login login) =>
        _logoutsByBody.Any(other => other.Key != body && Array.Exists(other.Value, logout => Closes(logout, login)));

    /// <summary>Returns whether a command or method ends the session of this login, and not only that of another one.</summary>
    public bool Closes(Ast node, Login login)
    {
        if (!Closes(node))
        {
            return false;
        }

        CommandCall? call = node is CommandAst command ? _script.Call(command) : null;
        if (call is null || !call.Name.Is(CommandNames.Disconnect) || Server(call) is not Ast server)
        {
            return true;
        }

        // A logout from one of two servers with different names does not end the session at the other.
        return !_loginsByServer.TryGetValue(server.Unwrap().Extent.Text, out HashSet<Login>? known) || known.Contains(login);
    }

    /// <summary>
    /// Returns whether a piece of code, including script blocks of commands such as ForEach-Object, ends the session of this login.
    /// </summary>
    public bool ClosesIn(Ast code, Login login) => code.All<Ast>().Any(node => Closes(node, login));

    // A command defined in another file is judged by its name.
    private bool Closes(Ast node) => node switch
    {
        InvokeMemberExpressionAst method => IsLogout(method),
        CommandAst command => Closes(_script.Call(command)),
        _ => false,
    };

    private bool Closes(CommandCall call) =>
        _script.Functions.Contains(call.Name) ? _script.Functions[call.Name].Any(_closers.Contains)
        : _kind == LoginKind.VIServer ? CommandNames.IsLogout(call.Name)
        : call.Name.Is(CommandNames.DisconnectCis) ? _kind == LoginKind.CisServer
        : (CommandNames.IsLogout(call.Name) && !call.Name.Is(CommandNames.Disconnect))
            || (_kind == LoginKind.Rest && LoginFinder.DeletesSession(call, _script));

    private IEnumerable<Ast> Logouts() =>
        _script.Calls
            .Where(Closes)
            .Select(call => (Ast)call.Ast)
            .Concat(_script.MethodCalls.Where(IsLogout))
            .OrderBy(node => node.Extent.EndOffset);

    private static bool IsLogout(InvokeMemberExpressionAst method) =>
        method.Member is StringConstantExpressionAst { Value: { } name }
        && (name.Is("Logout") || name.Is("Disconnect") || name.Is("TerminateSession"));

    private static IEnumerable<string> Servers(Login login)
    {
        IEnumerable<string> variables = login.Variables.Select(name => "$" + name);
        return login.Call is not null && Server(login.Call)?.Unwrap().Extent.Text is string own ? variables.Append(own) : variables;
    }

    private static Ast? Server(CommandCall call) => call.Find("Server", 1)?.Value ?? call.Positional.FirstOrDefault();
}
