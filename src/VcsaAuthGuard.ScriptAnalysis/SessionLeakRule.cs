using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Reports a login whose session is not ended on every path. Not reported: a login of a function that leaves the session to its callers,
/// unless one of them in the same script leaks it; a script that logs in and does nothing else, and a profile; a login made only without
/// a PowerCLI connection, in a script without a logout; and a script with a logout in a function or an event handler that nothing in the
/// script calls.
/// </summary>
internal sealed class SessionLeakRule : IScriptRule
{
    public ScriptRule Rule => ScriptRule.SessionLeak;

    public ScriptSeverity Severity => ScriptSeverity.Warning;

    public IEnumerable<RuleHit> Find(ScriptModel script)
    {
        foreach (Login login in script.Logins)
        {
            if (new Search(script, script.Connections(login.Kind), login).Leak(login.Site) is RuleHit leak)
            {
                yield return leak;
            }
        }
    }

    private sealed class Search(ScriptModel script, Connections connections, Login login)
    {
        private readonly HashSet<Ast> _visited = [];

        /// <summary>Returns the leak of the session that a command opens: the login, or a call of a function that leaves it open.</summary>
        public RuleHit? Leak(Ast opener)
        {
            ScriptBlockAst body = Scopes.BodyOf(opener, script);
            if (!_visited.Add(body))
            {
                return null;
            }

            if (!ClosesIn(body, opener))
            {
                return ConnectionQuestion.IsAskedBefore(opener) || IsProfile() ? null : NeverClosed(opener, body);
            }

            bool stops = script.ErrorPreference.IsStop(opener);
            SessionFlow flow = new(script, connections, login, opener, stops);
            flow.Follow(body);
            Ast? way = flow.Escape ?? (flow.IsOpenAtEnd ? flow.ThroughAtEnd : null);
            string? message = way switch
            {
                CatchClauseAst => $"After an error, the catch in line {way.Extent.StartLineNumber} skips the logout.",
                not null => $"The {Describe(way)} in line {way.Extent.StartLineNumber} exits with the session still open.",
                null when flow.IsOpenAtEnd => "The session is not ended on every path.",
                null when flow.Failure is Ast failure =>
                    $"An error in line {failure.Extent.StartLineNumber} ends the script before the logout.",
                _ => null,
            };
            return message is null
                ? null
                : new(
                    login.Site.Extent,
                    message,
                    login.LogoutRemedy,
                    stops && opener == login.Site && login.Kind == LoginKind.VIServer
                        ? SessionLeakFix.For(login, connections, script)
                        : null
                );
        }

        private bool IsProfile() => script.Root.Extent.File?.EndsWith("profile.ps1", StringComparison.OrdinalIgnoreCase) == true;

        private static string Describe(Ast statement) => statement switch
        {
            ExitStatementAst => "exit",
            ThrowStatementAst => "throw",
            ReturnStatementAst => "return",
            ContinueStatementAst => "continue",
            BreakStatementAst => "break",
            _ => "way out",
        };

        private RuleHit? NeverClosed(Ast opener, ScriptBlockAst body)
        {
            RuleHit never = new(
                login.Site.Extent,
                "Nothing ends this session: it remains on vCenter Server until its idle timeout.",
                login.LogoutRemedy
            );
            switch (body.Parent)
            {
                case FunctionDefinitionAst function:
                    // Its callers have the session then.
                    return script.CallsByName[CommandNames.Canonical(function.Name)]
                        .Where(call => !function.Contains(call.Ast))
                        .Select(call => Leak(call.Ast))
                        .FirstOrDefault(leak => leak is not null);
                case ScriptBlockExpressionAst when !Scopes.IsJob(body, script):
                    return null;
                case ScriptBlockExpressionAst:
                    return never;
                default:
                    bool works = login.Kind == LoginKind.VimClient || script.LastWorkIn(body) > opener.Extent.EndOffset;
                    // A logout in a handler or a function that something else may call.
                    return works && !connections.ClosesOutside(body, login) ? never : null;
            }
        }

        private bool ClosesIn(ScriptBlockAst body, Ast opener) =>
            connections.LogoutsAfter(opener.Extent.EndOffset, body, login).Any();
    }
}
