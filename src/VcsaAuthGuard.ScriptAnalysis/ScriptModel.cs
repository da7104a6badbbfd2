using System.Management.Automation.Language;
using System.Runtime.CompilerServices;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Represents a script for the rules: its commands, its functions and the values assigned to its variables, collected in one walk over
/// its syntax tree. The value of a variable at a place is not computed: all values assigned in the same function or at script level
/// count, so a rule in doubt reports nothing.
/// </summary>
internal sealed class ScriptModel
{
    private static readonly ConditionalWeakTable<ScriptBlockAst, ScriptModel> Models = new();

    private const int MostFollowed = 8;

    private readonly Dictionary<string, List<AssignedValue>> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<(string Key, Ast Value)>> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<CommandAst, CommandCall> _calls = [];
    private readonly Dictionary<VariableScope, VariableScope[]> _direct = [];
    private readonly List<InvokeMemberExpressionAst> _methodCalls = [];
    private readonly List<AssignmentStatementAst> _assignments = [];
    private readonly List<VariableExpressionAst> _variables = [];
    private readonly Dictionary<LoginKind, Connections> _connections = [];
    private ILookup<string, VariableExpressionAst>? _uses;
    private Login[]? _logins;
    private readonly Dictionary<Ast, Ast[]> _steps = [];
    private Dictionary<ScriptBlockAst, int>? _lastWork;
    private readonly Dictionary<NamedBlockAst, int> _waysOut = [];
    private ErrorPreference? _errorPreference;
    private Secrets? _secrets;

    private ScriptModel(ScriptBlockAst root)
    {
        Root = root;
        List<FunctionDefinitionAst> functions = [];
        foreach (Ast node in root.All<Ast>())
        {
            switch (node)
            {
                case CommandAst command:
                    _calls.Add(command, new(command, this));
                    break;
                case FunctionDefinitionAst function:
                    functions.Add(function);
                    break;
                case InvokeMemberExpressionAst method:
                    _methodCalls.Add(method);
                    AddKey(method);
                    break;
                case VariableExpressionAst variable:
                    _variables.Add(variable);
                    break;
                case AssignmentStatementAst assignment:
                    _assignments.Add(assignment);
                    Assign(assignment.Left, assignment.Right);
                    break;
                case ForEachStatementAst loop:
                    AddValue(loop.Variable.Name(), loop.Condition);
                    break;
                case ParameterAst { DefaultValue: { } value } parameter:
                    AddValue(parameter.Name.Name(), value);
                    break;
            }
        }

        Functions = functions.ToLookup(function => CommandNames.Canonical(function.Name), StringComparer.OrdinalIgnoreCase);
        CallsByName = _calls.Values.ToLookup(call => call.Name, StringComparer.OrdinalIgnoreCase);
        Parameters = new(root.All<ParameterAst>().Select(parameter => parameter.Name.Name()), StringComparer.OrdinalIgnoreCase);
    }

    public ScriptBlockAst Root { get; }

    public IReadOnlyCollection<CommandCall> Calls => _calls.Values;

    public ILookup<string, FunctionDefinitionAst> Functions { get; }

    public ILookup<string, CommandCall> CallsByName { get; }

    /// <summary>Gets the names of all parameters in the script; the caller decides their values.</summary>
    public HashSet<string> Parameters { get; }

    public ErrorPreference ErrorPreference => _errorPreference ??= new(this);

    public Secrets Secrets => _secrets ??= Secrets.Find(this);

    public IReadOnlyList<InvokeMemberExpressionAst> MethodCalls => _methodCalls;

    public IReadOnlyList<AssignmentStatementAst> Assignments => _assignments;

    /// <summary>Gets the logins of the script.</summary>
    public IReadOnlyList<Login> Logins => _logins ??= LoginFinder.Find(this);

    /// <summary>Gets the places where a variable stands.</summary>
    public ILookup<string, VariableExpressionAst> Uses =>
        _uses ??= _variables.ToLookup(variable => variable.Name(), StringComparer.OrdinalIgnoreCase);

    public static ScriptModel Get(ScriptBlockAst root) => Models.GetValue(root, ast => new(ast));

    public CommandCall Call(CommandAst command) => _calls[command];

    /// <summary>Returns what opens and closes sessions of one interface.</summary>
    public Connections Connections(LoginKind kind)
    {
        if (!_connections.TryGetValue(kind, out Connections? connections))
        {
            connections = new(this, kind);
            _connections.Add(kind, connections);
        }

        return connections;
    }

    /// <summary>Returns the start of the last command in a body that needs a session; -1 if there is none.</summary>
    public int LastWorkIn(ScriptBlockAst body)
    {
        _lastWork ??= Calls
            .Where(call => CommandNames.IsWork(call.Name) && !call.Name.Is(CommandNames.Connect) && !call.Name.Is(CommandNames.ConnectCis))
            .GroupBy(call => Scopes.BodyOf(call.Ast, this))
            .ToDictionary(calls => calls.Key, calls => calls.Max(call => call.Ast.Extent.StartOffset));
        return _lastWork.TryGetValue(body, out int offset) ? offset : -1;
    }

    /// <summary>Returns the index of the first statement of a block that leaves it; the number of its statements where none does.</summary>
    public int FirstWayOut(NamedBlockAst block)
    {
        if (!_waysOut.TryGetValue(block, out int index))
        {
            index = block.Statements.TakeWhile(one => one is not (ReturnStatementAst or ExitStatementAst or ThrowStatementAst)).Count();
            _waysOut.Add(block, index);
        }

        return index;
    }

    /// <summary>Returns the commands and method calls of a statement in the order in which they run.</summary>
    public Ast[] Steps(Ast statement)
    {
        if (!_steps.TryGetValue(statement, out Ast[]? steps))
        {
            steps =
            [
                .. statement.All<Ast>()
                    .Where(node => node is CommandAst or InvokeMemberExpressionAst && !IsApart(node, statement))
                    .OrderBy(node => node.Extent.EndOffset),
            ];
            _steps.Add(statement, steps);
        }

        return steps;
    }

    // In a function's body, or in a script block that something else runs, some other time.
    private bool IsApart(Ast node, Ast within) =>
        node.Ancestors()
            .TakeWhile(ancestor => ancestor != within)
            .Any(ancestor =>
                ancestor is FunctionDefinitionAst || (ancestor is ScriptBlockExpressionAst block && Scopes.IsOwn(block, this))
            );

    /// <summary>Returns the values assigned to a variable, as far as they are visible at a place in the script.</summary>
    public IEnumerable<Ast> ValuesOf(string name, Ast place) => ValuesOf(new VariableScope(name, place.Function()));

    /// <summary>Returns the arguments in the table that is splatted, however its keys are set.</summary>
    public IEnumerable<Argument> Splatted(VariableExpressionAst splat) => Splatted(splat.Name(), splat, MostFollowed);

    private IEnumerable<Argument> Splatted(string table, Ast place, int depth)
    {
        foreach (Ast value in ValuesOf(table, place))
        {
            HashtableAst[] tables = [.. value.All<HashtableAst>()];
            foreach (HashtableAst literal in tables.Where(item => !tables.Any(outer => outer != item && outer.Contains(item))))
            {
                foreach ((ExpressionAst key, StatementAst item) in literal.KeyValuePairs.Select(pair => (pair.Item1, pair.Item2)))
                {
                    if (key is StringConstantExpressionAst name)
                    {
                        yield return new(name.Value, item);
                    }
                }
            }

            // A copy of another table, or a sum with it: $to = $defaults + @{ ... }, $to = $defaults.Clone().
            IEnumerable<string> others = depth > 0 && value.Unwrap() is not HashtableAst
                ? Bases(value.Unwrap()).Where(name => !name.Is(table))
                : [];
            foreach (
                Argument argument in others
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .SelectMany(name => Splatted(name, value, depth - 1))
            )
            {
                yield return argument;
            }
        }

        if (_members.TryGetValue(table, out List<(string Key, Ast Value)>? members))
        {
            foreach ((string key, Ast value) in members)
            {
                yield return new(key, value);
            }
        }
    }

    private static IEnumerable<string> Bases(Ast value) => value switch
    {
        VariableExpressionAst variable => [variable.Name()],
        BinaryExpressionAst { Operator: TokenKind.Plus } sum => Bases(sum.Left.Unwrap()).Concat(Bases(sum.Right.Unwrap())),
        InvokeMemberExpressionAst { Expression: VariableExpressionAst owner, Member: StringConstantExpressionAst { Value: { } name } }
            when name.Is("Clone") => [owner.Name()],
        _ => [],
    };

    /// <summary>Returns the texts in a value, and in the variables that it is made of.</summary>
    public IEnumerable<string> Texts(Ast value) => Texts(value, MostFollowed);

    private IEnumerable<string> Texts(Ast value, int depth)
    {
        foreach (ExpressionAst node in value.All<ExpressionAst>())
        {
            switch (node)
            {
                case StringConstantExpressionAst text:
                    yield return text.Value;
                    break;
                case ExpandableStringExpressionAst text:
                    yield return text.Value;
                    break;
                case VariableExpressionAst variable when depth > 0:
                    foreach (Ast next in ValuesOf(variable.Name(), variable).Take(MostFollowed).Where(next => !next.Contains(node)))
                    {
                        foreach (string text in Texts(next, depth / 2))
                        {
                            yield return text;
                        }
                    }

                    break;
            }
        }
    }

    /// <summary>Returns the string literals that a value can be: itself, or its variable's values. Empty if one is not a literal.</summary>
    public IReadOnlyList<StringConstantExpressionAst> Literals(Ast value)
    {
        Ast plain = value.Unwrap();
        if (plain is StringConstantExpressionAst literal)
        {
            return [literal];
        }

        if (plain is not VariableExpressionAst variable)
        {
            return [];
        }

        Ast[] values = [.. ValuesOf(variable.Name(), variable).Select(Syntax.Unwrap)];
        return Array.TrueForAll(values, item => item is StringConstantExpressionAst) ? [.. values.Cast<StringConstantExpressionAst>()] : [];
    }

    /// <summary>Returns the variables that a value depends on, through assignments and loops too.</summary>
    public HashSet<string> DependsOn(IEnumerable<Ast> values) => DependsOn(values.SelectMany(VariablesOf).ToArray());

    /// <summary>Returns the variables that variables of a function depend on; null for the script's own level.</summary>
    public HashSet<string> DependsOn(IEnumerable<string> names, FunctionDefinitionAst? function) =>
        DependsOn([.. names.Select(name => new VariableScope(name, function))]);

    private HashSet<string> DependsOn(VariableScope[] start)
    {
        HashSet<VariableScope> known = [];
        Queue<VariableScope> open = new(start);
        while (open.Count > 0)
        {
            VariableScope variable = open.Dequeue();
            if (known.Add(variable) && variable.Name != "_")
            {
                Array.ForEach(Direct(variable), open.Enqueue);
            }
        }

        return new(known.Select(variable => variable.Name), StringComparer.OrdinalIgnoreCase);
    }

    // Kept for each variable, since a script can assign one thousands of times.
    private VariableScope[] Direct(VariableScope variable)
    {
        if (!_direct.TryGetValue(variable, out VariableScope[]? next))
        {
            next = [.. ValuesOf(variable).SelectMany(VariablesOf).Distinct()];
            _direct.Add(variable, next);
        }

        return next;
    }

    private IEnumerable<Ast> ValuesOf(VariableScope variable) =>
        !_values.TryGetValue(variable.Name, out List<AssignedValue>? all)
            ? []
            : all.Where(value => value.Function is null || value.Function == variable.Function).Select(value => value.Value);

    private static IEnumerable<VariableScope> VariablesOf(Ast value)
    {
        FunctionDefinitionAst? function = value.Function();
        return value.Variables().Distinct(StringComparer.OrdinalIgnoreCase).Select(name => new VariableScope(name, function));
    }

    private void AddValue(string name, Ast value) => Add(_values, name, new(value, value.Function()));

    // $to.Add('Server', $vc), $to.set_Item('Server', $vc)
    private void AddKey(InvokeMemberExpressionAst method)
    {
        if (
            method is { Expression: VariableExpressionAst owner, Member: StringConstantExpressionAst { Value: { } name } }
            && (name.Is("Add") || name.Is("set_Item") || name.Is("TryAdd"))
            && method.Arguments is { Count: 2 } arguments
            && arguments[0] is StringConstantExpressionAst key
        )
        {
            Add(_members, owner.Name(), (key.Value, arguments[1]));
            AddValue(owner.Name(), arguments[1]);
        }
    }

    private static void Add<T>(Dictionary<string, List<T>> table, string name, T value)
    {
        if (!table.TryGetValue(name, out List<T>? list))
        {
            table.Add(name, list = []);
        }

        list.Add(value);
    }

    private void Assign(ExpressionAst target, StatementAst value)
    {
        switch (target)
        {
            case VariableExpressionAst variable:
                AddValue(variable.Name(), value);
                break;
            case AttributedExpressionAst { Child: ExpressionAst child }:
                Assign(child, value);
                break;
            case ArrayLiteralAst several:
                foreach (ExpressionAst element in several.Elements)
                {
                    Assign(element, value);
                }

                break;
            case MemberExpressionAst { Expression: VariableExpressionAst owner, Member: StringConstantExpressionAst key }:
                Add(_members, owner.Name(), (key.Value, value));
                AddValue(owner.Name(), value);
                break;
            case IndexExpressionAst { Target: VariableExpressionAst owner, Index: StringConstantExpressionAst key }:
                Add(_members, owner.Name(), (key.Value, value));
                AddValue(owner.Name(), value);
                break;
        }
    }

    /// <summary>Represents a value and the function in which it is assigned; null at script level.</summary>
    private sealed record AssignedValue(Ast Value, FunctionDefinitionAst? Function);

    /// <summary>Represents a variable in the scope of a function; null for script level.</summary>
    private readonly struct VariableScope(string name, FunctionDefinitionAst? function) : IEquatable<VariableScope>
    {
        public string Name => name;

        public FunctionDefinitionAst? Function => function;

        public bool Equals(VariableScope other) => Name.Is(other.Name) && Function == other.Function;

        public override bool Equals(object? obj) => obj is VariableScope other && Equals(other);

        public override int GetHashCode() =>
            StringComparer.OrdinalIgnoreCase.GetHashCode(Name) ^ (Function?.Extent.StartOffset ?? -1);
    }
}
