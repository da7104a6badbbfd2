using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Recognises conditions that ask whether there is a connection.</summary>
internal static class ConnectionQuestion
{
    private static readonly string[] Names = ["DefaultVIServer", "DefaultVIServers", "?", "error", "LASTEXITCODE"];

    /// <summary>
    /// Returns true for conditions on PowerCLI's list of connections, the result of the last command, IsConnected, or a variable that the
    /// login or its error was assigned to.
    /// </summary>
    public static bool Asks(Ast condition, ICollection<string> connections) =>
        condition.Variables().Any(name => Names.Any(known => known.Is(name)) || connections.Contains(name))
        || condition
            .All<MemberExpressionAst>()
            .Any(member =>
                member.Member is StringConstantExpressionAst { Value: { } name } && (name.Is("IsConnected") || name.Is("SessionId"))
            )
        || condition
            .All<CommandAst>()
            .Any(command =>
                command.GetCommandName() is { } name
                && (name.Is("Test-Connection") || name.Is("Test-Path") || name.StartsWithAny("Test-VIServer", "Test-VC", "Test-Connect"))
            );

    /// <summary>
    /// Returns whether code runs depending on PowerCLI's own list of connections; a login there serves all scripts of the process.
    /// </summary>
    public static bool IsAskedBefore(Ast code) =>
        code.Ancestors()
            .OfType<IfStatementAst>()
            .Any(choice =>
                choice.Clauses.Any(clause =>
                    clause.Item1.Variables().Any(name => name.Is("DefaultVIServer") || name.Is("DefaultVIServers"))
                )
            );

    /// <summary>Returns the variables that a login's result or error goes to.</summary>
    public static HashSet<string> Variables(Ast login, IEnumerable<Argument> arguments)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        FunctionDefinitionAst? function = login.Function();
        foreach (
            AssignmentStatementAst assignment in login
                .Ancestors()
                .OfType<AssignmentStatementAst>()
                .Where(assignment => assignment.Function() == function)
        )
        {
            names.UnionWith(assignment.Left.Variables());
        }

        foreach (Argument argument in arguments)
        {
            bool isOutput =
                argument.Is("ErrorVariable", 6)
                || argument.Is("ev", 2)
                || argument.Is("OutVariable", 4)
                || argument.Is("WarningVariable", 8)
                || argument.Is("SessionVariable", 8);
            if (isOutput && argument.Value?.Unwrap() is StringConstantExpressionAst name)
            {
                names.Add(name.Value.TrimStart('+'));
            }
        }

        return names;
    }
}
