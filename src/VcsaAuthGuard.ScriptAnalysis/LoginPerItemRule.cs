using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// A login that a loop repeats for each item. No finding is a login that differs from round to round by something it is given (a loop
/// over servers, or over credentials to try), one made only where there is no connection or after an error, and one tried until it
/// succeeds.
/// </summary>
internal sealed class LoginPerItemRule : IScriptRule
{
    private const string Remedy =
        "Log in once before the loop ($vc = Connect-VIServer ...), use -Server $vc for its commands, and log out once after it. "
        + "Or use Connect-VcsaSession instead, which reuses an existing session. In other runspaces, use the same session: "
        + "Connect-VIServer $vc.Name -Session $vc.SessionId.";

    public ScriptRule Rule => ScriptRule.LoginPerItem;

    public ScriptSeverity Severity => ScriptSeverity.Warning;

    public IEnumerable<RuleHit> Find(ScriptModel script)
    {
        foreach (CommandCall login in script.Logins)
        {
            Climb climb = new(script, ConnectionQuestion.Variables(login));
            HashSet<string> depends = script.DependsOn([.. Values(login), .. login.Upstream]);
            if (climb.FirstLoop(login.Ast, depends) is (Loop loop, CommandCall call))
            {
                string through = call == login ? "" : $", by a call of {call.Name} in line {call.Ast.Extent.StartLineNumber}";
                yield return new(
                    login.Ast.Extent,
                    $"This logs in again for each item of the {loop.Name} in line {loop.Site.Extent.StartLineNumber}{through}.",
                    Remedy
                );
            }
        }
    }

    private static IEnumerable<Ast> Values(CommandCall call) =>
        call.Ast.CommandElements.Skip(1);

    /// <summary>The way from a login outwards, through the calls of the functions it is in.</summary>
    private sealed class Climb(ScriptModel script, HashSet<string> connections)
    {
        private readonly HashSet<FunctionDefinitionAst> _visited = [];

        /// <summary>The nearest loop that repeats a command though nothing the command depends on changes with it.</summary>
        public (Loop Loop, CommandCall Call)? FirstLoop(CommandAst command, HashSet<string> depends)
        {
            // A round of its own for each script block that $_ is the item of.
            for (Ast code = command; code.Parent is Ast parent; code = parent)
            {
                if (IsOnlyWhenNeeded(code))
                {
                    return null;
                }

                if (parent is FunctionDefinitionAst function)
                {
                    return InCallers(function, depends);
                }

                if (
                    code is ScriptBlockExpressionAst { ScriptBlock.ParamBlock: { } parameters }
                    && parent is CommandAst runner
                    && parameters.Parameters.Any(parameter => depends.Contains(parameter.Name.Name()))
                )
                {
                    depends.UnionWith(script.DependsOn(Values(script.Call(runner)).Where(value => value != code)));
                }

                if (Loop.Around(code, script) is Loop loop)
                {
                    if (!loop.Variables.Any(depends.Contains) && !EndsAfter(command, loop) && !IsOfFewItems(loop))
                    {
                        return (loop, script.Call(command));
                    }

                    if (depends.Remove("_"))
                    {
                        depends.UnionWith(script.DependsOn(loop.Items));
                    }
                }
            }

            return null;
        }

        private (Loop, CommandCall)? InCallers(FunctionDefinitionAst function, HashSet<string> depends)
        {
            if (!_visited.Add(function))
            {
                return null;
            }

            HashSet<string> parameters = new(
                function.All<ParameterAst>().Select(parameter => parameter.Name.Name()),
                StringComparer.OrdinalIgnoreCase
            );
            foreach (
                CommandCall call in script.CallsByName[CommandNames.Canonical(function.Name)].Where(call => !function.Contains(call.Ast))
            )
            {
                HashSet<string> outside = new(depends, StringComparer.OrdinalIgnoreCase);
                if (
                    outside.Overlaps(parameters)
                    || outside.Contains("args")
                    || outside.Contains("_")
                    || outside.Contains("PSBoundParameters")
                )
                {
                    outside.UnionWith(script.DependsOn([.. Values(call), .. call.Upstream]));
                }
                else
                {
                    // A variable of the caller that the function sees.
                    outside.UnionWith(
                        script.DependsOn(
                            script
                                .Root.All<VariableExpressionAst>()
                                .Where(variable => outside.Contains(variable.Name()) && variable.Function() == call.Ast.Function())
                        )
                    );
                }

                if (FirstLoop(call.Ast, outside) is (Loop loop, CommandCall))
                {
                    return (loop, call);
                }
            }

            return null;
        }

        // In an if that asks for the connection or that the login itself makes false, and in a catch.
        private bool IsOnlyWhenNeeded(Ast code)
        {
            switch (code.Parent)
            {
                case CatchClauseAst:
                    return true;
                case IfStatementAst choice when code is StatementBlockAst body:
                    return choice.Clauses.Any(clause =>
                        ConnectionQuestion.Asks(clause.Item1, connections)
                        || clause
                            .Item1.Variables()
                            .Any(name =>
                                body.All<AssignmentStatementAst>()
                                    .Any(assignment => assignment.Left.Variables().Contains(name, StringComparer.OrdinalIgnoreCase))
                            )
                    );
                default:
                    return false;
            }
        }

        // A break beside the login or after it: the loop is there to try again.
        private static bool EndsAfter(CommandAst command, Loop loop) =>
            loop.Site is LoopStatementAst statement
            && statement
                .Body.All<StatementAst>()
                .Any(end =>
                    end is BreakStatementAst or ReturnStatementAst or ExitStatementAst
                    && end.Extent.StartOffset > command.Extent.EndOffset
                    && end.Ancestors().OfType<LoopStatementAst>().First() == statement
                    && end.Parent is StatementBlockAst block
                    && (
                        block.Contains(command)
                        || (
                            block.Parent is IfStatementAst choice
                            && choice.Parent is StatementBlockAst outer
                            && outer.Contains(command)
                            && outer != statement.Body
                        )
                    )
                );

        // Attempts and passes: foreach ($try in 1..3).
        private static bool IsOfFewItems(Loop loop) =>
            loop.Items is [Ast items]
            && items.Unwrap() is BinaryExpressionAst { Operator: TokenKind.DotDot, Right: ConstantExpressionAst { Value: int and <= 5 } };
    }
}
