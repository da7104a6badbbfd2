using System.Management.Automation.Language;
using System.Runtime.CompilerServices;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// A script as the rules see it: its commands, its functions, and what is assigned to its variables. Made once a script, in one walk over
/// its tree. Which value a variable has at a place is not worked out: all values assigned in the same function, or at the script's own
/// level, count, so that a rule in doubt sees more reasons to keep silent.
/// </summary>
internal sealed class ScriptModel
{
    private static readonly ConditionalWeakTable<ScriptBlockAst, ScriptModel> Models = new();

    private readonly Dictionary<string, List<Ast>> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<(string Key, Ast Value)>> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<CommandAst, CommandCall> _calls = [];
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
                case AssignmentStatementAst assignment:
                    Assign(assignment.Left, assignment.Right);
                    break;
                case ForEachStatementAst loop:
                    Add(_values, loop.Variable.Name(), loop.Condition);
                    break;
                case ParameterAst { DefaultValue: { } value } parameter:
                    Add(_values, parameter.Name.Name(), value);
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

    /// <summary>The names of all parameters in the script: what they hold is the caller's.</summary>
    public HashSet<string> Parameters { get; }

    public Secrets Secrets => _secrets ??= Secrets.Find(this);

    /// <summary>Logins of PowerCLI, each a session of its own at vCenter Server. One with -Session takes over a session that is
    /// there.</summary>
    public IEnumerable<CommandCall> Logins =>
        CallsByName[CommandNames.Connect]
            .Where(call => !Functions.Contains(CommandNames.Connect) && call.Find("Session", 2) is null && !call.IsOn("WhatIf", 4));

    public static ScriptModel Get(ScriptBlockAst root) => Models.GetValue(root, ast => new(ast));

    public CommandCall Call(CommandAst command) => _calls[command];

    /// <summary>Returns the values assigned to a variable, as far as they are visible at a place in the script.</summary>
    public IEnumerable<Ast> ValuesOf(string name, Ast place) =>
        !_values.TryGetValue(name, out List<Ast>? all)
            ? []
            : all.Where(value => value.Function() is not FunctionDefinitionAst function || function == place.Function());

    /// <summary>The arguments in the table that is splatted.</summary>
    public IEnumerable<Argument> Splatted(VariableExpressionAst splat)
    {
        foreach (HashtableAst table in ValuesOf(splat.Name(), splat).Select(Syntax.Unwrap).OfType<HashtableAst>())
        {
            foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs.Select(pair => (pair.Item1, pair.Item2)))
            {
                if (key is StringConstantExpressionAst name)
                {
                    yield return new(name.Value, value);
                }
            }
        }

        if (_members.TryGetValue(splat.Name(), out List<(string Key, Ast Value)>? members))
        {
            foreach ((string key, Ast value) in members)
            {
                yield return new(key, value);
            }
        }
    }

    /// <summary>The string literals a value can be: itself, or what its variable holds. Empty where one of them is no literal.</summary>
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

    /// <summary>The variables that a value depends on, through assignments and loops too.</summary>
    public HashSet<string> DependsOn(IEnumerable<Ast> values)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        Queue<Ast> open = new(values);
        while (open.Count > 0)
        {
            Ast value = open.Dequeue();
            foreach (string name in value.Variables().ToArray())
            {
                if (names.Add(name) && name != "_")
                {
                    foreach (Ast next in ValuesOf(name, value))
                    {
                        open.Enqueue(next);
                    }
                }
            }
        }

        return names;
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
                Add(_values, variable.Name(), value);
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
                Add(_values, owner.Name(), value);
                break;
            case IndexExpressionAst { Target: VariableExpressionAst owner, Index: StringConstantExpressionAst key }:
                Add(_members, owner.Name(), (key.Value, value));
                Add(_values, owner.Name(), value);
                break;
        }
    }
}
