using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Follows one login through the statements of the function or script it is in and looks for a way out with its session open: the end,
/// an exit, throw or return, an error that a catch takes past the logout, and, where errors end the script, any command that may fail.
/// In doubt a session counts as closed: an if without an else that logs out has its reasons, and so has one that asks for the connection.
/// </summary>
internal sealed class SessionFlow(ScriptModel script, Connections connections, Login login, Ast opener, bool stopsOnError)
{
    private readonly HashSet<string> _variables = opener == login.Site
        ? login.Variables
        : ConnectionQuestion.Variables(opener, []);
    private readonly Stack<List<State>> _loops = new();
    private readonly Stack<List<Ast>> _catches = new();
    private int _protected;

    /// <summary>
    /// Returns whether the session is open at a point, the code that left it open (where that is not the ordinary way), and whether the
    /// point is reached.
    /// </summary>
    private readonly record struct State(bool IsReached, bool IsOpen, Ast? Through);

    /// <summary>Gets or sets the first statement that exits with the session still open.</summary>
    public Ast? Escape { get; private set; }

    /// <summary>Gets or sets the first command that may fail and so leave.</summary>
    public Ast? Failure { get; private set; }

    /// <summary>Gets a value indicating whether the end is reached with the session open.</summary>
    public bool IsOpenAtEnd { get; private set; }

    /// <summary>Gets or sets the code that led to the end so; null for the plain way.</summary>
    public Ast? ThroughAtEnd { get; private set; }

    public void Follow(ScriptBlockAst body)
    {
        State state = new(true, false, null);
        // A trap that logs out is there for all that is thrown.
        bool isTrapped = Blocks(body).Any(block => block.Traps?.Any(trap => connections.ClosesIn(trap, login)) == true);
        if (isTrapped)
        {
            _catches.Push([]);
        }

        foreach (NamedBlockAst block in Blocks(body))
        {
            state = Follow(block, state);
        }

        IsOpenAtEnd = state.IsReached && state.IsOpen;
        ThroughAtEnd = state.Through;
    }

    // What stands before the login cannot leave its session, and what follows its logout cannot open it again.
    private State Follow(NamedBlockAst block, State state)
    {
        int first = Syntax.FirstEndingAfter(block.Statements, opener.Extent.StartOffset);
        if (script.FirstWayOut(block) < first)
        {
            return default;
        }

        for (int i = first; i < block.Statements.Count && state.IsReached; i++)
        {
            StatementAst statement = block.Statements[i];
            if (statement.Extent.StartOffset >= opener.Extent.EndOffset && !state.IsOpen)
            {
                break;
            }

            state = Step(statement, state);
        }

        return state;
    }

    private static IEnumerable<NamedBlockAst> Blocks(ScriptBlockAst body) =>
        new[] { body.BeginBlock, body.ProcessBlock, body.EndBlock }.Where(block => block is not null);

    private State Run(IEnumerable<StatementAst> statements, State state)
    {
        foreach (StatementAst statement in statements)
        {
            if (!state.IsReached)
            {
                break;
            }

            state = Step(statement, state);
        }

        return state;
    }

    private State Step(StatementAst statement, State state)
    {
        switch (statement)
        {
            case FunctionDefinitionAst or TypeDefinitionAst:
                return state;
            case IfStatementAst choice:
                return Choice(
                    choice,
                    [.. choice.Clauses.Select(clause => (Ast)clause.Item1)],
                    [.. choice.Clauses.Select(clause => clause.Item2)],
                    choice.ElseClause,
                    state
                );
            case SwitchStatementAst choice:
                return Choice(choice, [choice.Condition], [.. choice.Clauses.Select(clause => clause.Item2)], choice.Default, state);
            case LoopStatementAst loop:
                return Repeat(loop, state);
            case TryStatementAst attempt:
                return Try(attempt, state);
            case ReturnStatementAst or ExitStatementAst or ThrowStatementAst:
                state = Plain(statement, state);
                Leave(statement, state);
                return default;
            case BreakStatementAst or ContinueStatementAst when _loops.Count > 0:
                _loops.Peek().Add(state with { Through = state.IsOpen ? statement : null });
                return default;
            default:
                return Plain(statement, state);
        }
    }

    private void Leave(StatementAst statement, State state)
    {
        if (!state.IsOpen || _protected > 0)
        {
            return;
        }

        if (statement is ThrowStatementAst && _catches.Count > 0)
        {
            _catches.Peek().Add(statement);
        }
        else
        {
            Escape ??= statement;
        }
    }

    // A statement without statements in it: its commands, in the order in which they run (an argument's before the command's own).
    private State Plain(Ast statement, State state)
    {
        foreach (Ast node in script.Steps(statement))
        {
            if (node == opener)
            {
                state = new(true, true, null);
            }
            else if (connections.Closes(node, login))
            {
                state = new(true, false, null);
            }
            else if (state.IsOpen && node is CommandAst command && CommandNames.IsWork(script.Call(command).Name))
            {
                Fail(script.Call(command));
            }
        }

        return state;
    }

    private void Fail(CommandCall call)
    {
        string? action = (call.Find("ErrorAction", 6) ?? call.Find("ea", 2))?.Value?.Unwrap().Extent.Text.Trim('\'', '"');
        if (_protected > 0)
        {
            return;
        }

        // In a try, the author expects an error; outside a try, an error ends the script only where -ErrorAction says so.
        if (_catches.Count > 0)
        {
            _catches.Peek().AddRange(action is null || action.Is("Stop") ? [call.Ast] : []);
        }
        else if (action is null ? stopsOnError : action.Is("Stop"))
        {
            Failure ??= call.Ast;
        }
    }

    private State Choice(StatementAst choice, Ast[] conditions, StatementBlockAst[] bodies, StatementBlockAst? otherwise, State state)
    {
        foreach (Ast condition in conditions)
        {
            state = Plain(condition, state);
        }

        // Behind "if (-not $vc)" there is no session that an exit could leave.
        bool asks = Array.Exists(conditions, condition => ConnectionQuestion.Asks(condition, _variables));
        _protected += asks ? 1 : 0;
        List<State> ends = [.. bodies.Concat(otherwise is null ? [] : [otherwise]).Select(body => Run(body.Statements, state))];
        _protected -= asks ? 1 : 0;
        if (state.IsOpen && ends.Exists(end => end.IsReached && !end.IsOpen))
        {
            return new(true, false, null);
        }

        // The way round a choice that need not be made; of one that asks for the connection it may be the only one.
        if (otherwise is null || asks)
        {
            ends.Add(asks && state.IsOpen && connections.ClosesIn(choice, login) ? new(true, false, null) : state);
        }

        return Join(ends);
    }

    private State Repeat(LoopStatementAst loop, State state)
    {
        if (loop is LabeledStatementAst { Condition: { } condition })
        {
            state = Plain(condition, state);
        }

        List<State> ends = [];
        _loops.Push(ends);
        State end = Run(loop.Body.Statements, state);
        _loops.Pop();
        if (state.IsOpen && connections.ClosesIn(loop.Body, login))
        {
            return new(true, false, null);
        }

        ends.Insert(0, end);
        bool runsAtLeastOnce = loop is DoWhileStatementAst or DoUntilStatementAst;
        if (!runsAtLeastOnce)
        {
            ends.Add(state);
        }

        return Join(ends);
    }

    private State Try(TryStatementAst attempt, State state)
    {
        if (attempt.Finally is not null && connections.ClosesIn(attempt.Finally, login))
        {
            _protected++;
            Run(attempt.Body.Statements, state);
            foreach (CatchClauseAst clause in attempt.CatchClauses)
            {
                Run(clause.Body.Statements, state);
            }

            _protected--;
            return new(true, false, null);
        }

        if (attempt.CatchClauses.Count == 0)
        {
            state = Run(attempt.Body.Statements, state);
            return attempt.Finally is null ? state : Run(attempt.Finally.Statements, state);
        }

        List<Ast> thrown = [];
        _catches.Push(thrown);
        State end = Run(attempt.Body.Statements, state);
        _catches.Pop();
        bool isOpen = thrown.Count > 0;
        List<State> ends = [end];
        foreach (CatchClauseAst clause in attempt.CatchClauses)
        {
            ends.Add(Run(clause.Body.Statements, new(true, isOpen, isOpen ? clause : null)));
        }

        State joined = Join(ends);
        return attempt.Finally is null || !joined.IsReached ? joined : Run(attempt.Finally.Statements, joined);
    }

    private static State Join(List<State> states)
    {
        states.RemoveAll(state => !state.IsReached);
        int open = states.FindIndex(state => state.IsOpen);
        return open >= 0 ? states[open] : states.Count > 0 ? states[0] : default;
    }
}
