using System.Collections.ObjectModel;
using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Reports a login that a loop repeats for each item. Not reported: a login whose arguments differ from round to round (a loop over
/// servers, or over credentials to try), one made only without a connection or after an error, and one tried until it succeeds.
/// </summary>
internal sealed class LoginPerItemRule : IScriptRule
{
    public ScriptRule Rule => ScriptRule.LoginPerItem;

    public ScriptSeverity Severity => ScriptSeverity.Warning;

    public IEnumerable<RuleHit> Find(ScriptModel script)
    {
        foreach (Login login in script.Logins)
        {
            Climb climb = new(script, login);
            if (climb.FirstLoop(login.Site, script.DependsOn(login.Inputs)) is (Loop loop, Ast site))
            {
                yield return new(
                    login.Site.Extent,
                    $"This logs in again for each {loop.Each} in line {loop.Site.Extent.StartLineNumber}{Through(login, site, script)}.",
                    login.OnceRemedy
                );
            }
        }
    }

    private static string Through(Login login, Ast site, ScriptModel script)
    {
        if (site == login.Site)
        {
            return "";
        }

        string name = site is CommandAst command && script.Call(command).Name is { Length: > 0 } known ? known : "the script block";
        return $", by a call of {name} in line {site.Extent.StartLineNumber}";
    }

    /// <summary>Follows a login outwards through the calls of the functions and script blocks that contain it.</summary>
    private sealed class Climb(ScriptModel script, Login login)
    {
        private readonly HashSet<Ast> _visited = [];

        /// <summary>Returns the nearest loop that repeats a piece of code though nothing the code depends on changes with it.</summary>
        public (Loop Loop, Ast Site)? FirstLoop(Ast site, HashSet<string> depends)
        {
            // Each script block with its own $_ is one round.
            for (Ast code = site; code.Parent is Ast parent; code = parent)
            {
                if (IsOnlyWhenNeeded(code))
                {
                    return null;
                }

                if (parent is FunctionDefinitionAst function)
                {
                    return InCallers(function, depends);
                }

                if (code is ScriptBlockExpressionAst block)
                {
                    if (parent is CommandAst runner)
                    {
                        depends = new(depends, StringComparer.OrdinalIgnoreCase);
                        IEnumerable<Ast> given = ParameterValues.OfArgumentList(depends, block, script.Call(runner), login.Inputs);
                        depends.UnionWith(script.DependsOn(given));
                    }
                    else if (KeptIn(block) is string variable)
                    {
                        return InUses(variable, block, depends);
                    }
                }

                if (Loop.Around(code, script) is Loop loop)
                {
                    if (!loop.Variables.Any(depends.Contains) && !EndsAfter(site, loop) && !IsOfFewItems(loop))
                    {
                        return (loop, site);
                    }

                    if (depends.Remove("_"))
                    {
                        depends.UnionWith(script.DependsOn(loop.Items));
                    }
                }
            }

            return null;
        }

        private (Loop, Ast)? InCallers(FunctionDefinitionAst function, HashSet<string> depends)
        {
            if (!_visited.Add(function))
            {
                return null;
            }

            ReadOnlyCollection<ParameterAst>? parameters = function.Parameters ?? function.Body.ParamBlock?.Parameters;
            foreach (
                CommandCall call in script.CallsByName[CommandNames.Canonical(function.Name)].Where(call => !function.Contains(call.Ast))
            )
            {
                if (FirstLoop(call.Ast, Outside(depends, parameters, call)) is (Loop loop, _))
                {
                    return (loop, call.Ast);
                }
            }

            return null;
        }

        // A script block that a variable holds runs where the variable is called or given to a command or method.
        private (Loop, Ast)? InUses(string variable, ScriptBlockExpressionAst block, HashSet<string> depends)
        {
            if (!_visited.Add(block))
            {
                return null;
            }

            foreach (VariableExpressionAst use in script.Uses[variable].Where(use => !block.Contains(use)))
            {
                HashSet<string> outside = new(depends, StringComparer.OrdinalIgnoreCase);
                Ast from = use;
                if (use.Parent is CommandAst command)
                {
                    CommandCall call = script.Call(command);
                    bool isCalled = command.CommandElements[0] == use;
                    from = isCalled ? command : use;
                    outside = isCalled ? Outside(depends, block.ScriptBlock.ParamBlock?.Parameters, call) : outside;
                    outside.UnionWith(script.DependsOn(ParameterValues.OfArgumentList(depends, block, call, login.Inputs)));
                }
                else if (use.Parent is InvokeMemberExpressionAst method)
                {
                    outside.UnionWith(script.DependsOn(method.Arguments?.Where(argument => argument != use) ?? []));
                    from = method.Expression == use ? method : use;
                }
                else if (use.Parent is not CommandParameterAst)
                {
                    continue;
                }

                if (FirstLoop(from, outside) is (Loop loop, _))
                {
                    return (loop, from);
                }
            }

            return null;
        }

        // What a call depends on, seen from where it stands: what it gives to the parameters, and its own variables that the function sees.
        private HashSet<string> Outside(HashSet<string> depends, ReadOnlyCollection<ParameterAst>? parameters, CommandCall call)
        {
            IEnumerable<string> own = parameters?.Select(parameter => parameter.Name.Name()) ?? [];
            HashSet<string> outside = script.DependsOn(ParameterValues.OfCall(depends, parameters, call, script));
            outside.UnionWith(script.DependsOn(depends.Except(own, StringComparer.OrdinalIgnoreCase), call.Ast.Function()));
            return outside;
        }

        private static string? KeptIn(ScriptBlockExpressionAst block)
        {
            Ast value = block;
            while (value.Parent is CommandExpressionAst or PipelineAst or ConvertExpressionAst or ParenExpressionAst)
            {
                value = value.Parent;
            }

            return value.Parent is AssignmentStatementAst { Left: ExpressionAst left } assignment
                && assignment.Right.Unwrap() == block
                && (left is AttributedExpressionAst typed ? typed.Child : left) is VariableExpressionAst variable
                ? variable.Name()
                : null;
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
                        ConnectionQuestion.Asks(clause.Item1, login.Variables)
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
        private static bool EndsAfter(Ast command, Loop loop) =>
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
