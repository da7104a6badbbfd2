using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Determines whether a value can hold an unlimited number of virtual machines.</summary>
internal sealed class Bounds(ScriptModel script)
{
    private readonly Dictionary<(string Name, FunctionDefinitionAst? Function), CommandCall?> _variables = [];

    private static readonly string[] NameMembers = ["Name", "Id", "MoRef", "PersistentId"];

    /// <summary>Returns the command that brings all of them; null if something bounds them or nothing is known.</summary>
    public CommandCall? Source(Ast value) => Source(value, CreateFollowed());

    private CommandCall? Source(Ast value, Dictionary<string, CommandCall?> followed)
    {
        switch (value.Unwrap())
        {
            case PipelineAst pipeline:
                return Pipeline(pipeline.PipelineElements, followed);
            case CommandAst command:
                return Pipeline([command], followed);
            case VariableExpressionAst variable:
                return Variable(variable, followed);
            case MemberExpressionAst { Expression: { } owner } and not InvokeMemberExpressionAst:
                // ($vms).Name, $snapshots.VM
                return Source(owner, followed);
            case ArrayLiteralAst several:
                return several.Elements.Select(element => Source(element, followed)).FirstOrDefault(source => source is not null);
            default:
                return null;
        }
    }

    /// <summary>Returns the command that bounds the output of a part of a pipeline.</summary>
    public CommandCall? Pipeline(IEnumerable<CommandBaseAst> elements) => Pipeline(elements, CreateFollowed());

    private CommandCall? Pipeline(IEnumerable<CommandBaseAst> elements, Dictionary<string, CommandCall?> followed)
    {
        CommandCall? source = null;
        foreach (CommandBaseAst element in elements)
        {
            if (element is CommandExpressionAst expression)
            {
                source = Source(expression.Expression, followed);
            }
            else if (element is CommandAst command && script.Call(command) is { } call)
            {
                source = Step(call, source, followed);
            }
        }

        return source;
    }

    // What a command makes of what comes to it.
    private CommandCall? Step(CommandCall call, CommandCall? source, Dictionary<string, CommandCall?> followed)
    {
        if (call.Name.Is("Get-VM"))
        {
            // A list of unknown length, such as the lines of a file, has no known bound.
            return IsNamed(call) ? Names(call) is Ast names ? Source(names, followed) : null : call;
        }

        // The length of a list from another source is not known.
        if (call.Name.Is("Get-Content") || call.Name.Is("Import-Csv"))
        {
            return call.Find("TotalCount", 3) is null && call.Find("Tail", 2) is null ? call : null;
        }

        if (call.Name.Is("Get-View"))
        {
            return GetView(call, source, followed);
        }

        if (call.Name.Is("Get-Snapshot"))
        {
            Ast? machines = call.Find("VM", 2)?.Value ?? call.Positional.FirstOrDefault();
            return machines is null ? source
                : machines.Unwrap() is StringConstantExpressionAst { Value: "*" } ? call
                : Source(machines, followed);
        }

        if (call.Name.Is(CommandNames.ForEach))
        {
            // What the block gives last.
            return
                call.Positional.LastOrDefault() is ScriptBlockExpressionAst { ScriptBlock.EndBlock.Statements: { Count: > 0 } statements }
                ? Source(statements[statements.Count - 1], followed)
                : null;
        }

        bool isBound =
            (call.Name.Is("Select-Object") && (call.Find("First", 1) ?? call.Find("Last", 1) ?? call.Find("Index", 1)) is not null)
            || call.Name.Is("Get-Random")
            || call.Name.Is("Out-GridView")
            || call.Name.Is("Measure-Object")
            || (call.Name.Is(CommandNames.Where) && PicksByName(call.Ast));
        // Anything else that passes objects on passes on all of them; what makes other things of them is not known.
        bool passesOn =
            call.Name.Is(CommandNames.Where) || call.Name.StartsWithAny("Sort-", "Select-", "Tee-", "Group-") || call.Name.Is("sort");
        return !isBound && passesOn ? source : null;
    }

    // Of all virtual machines, or of those given.
    private CommandCall? GetView(CommandCall call, CommandCall? source, Dictionary<string, CommandCall?> followed)
    {
        bool isOfMachines = call.Find("ViewType", 5)?.Value?.Unwrap().Extent.Text.Trim('\'', '"') is string type
            && (type.Is("VirtualMachine") || type.Is("VMware.Vim.VirtualMachine"));
        if (isOfMachines)
        {
            return call.Find("Filter", 1) is null ? call : null;
        }

        Ast? given = (call.Find("VIObject", 2) ?? call.Find("Id", 2))?.Value ?? call.Positional.FirstOrDefault();
        return given is null ? source : Source(given, followed);
    }

    /// <summary>Returns whether a condition selects by name: Name -eq, -in a list, -contains.</summary>
    public static bool PicksByName(Ast condition) =>
        condition
            .All<BinaryExpressionAst>()
            .Any(comparison =>
                comparison.Operator
                    is TokenKind.Ieq
                        or TokenKind.Ceq
                        or TokenKind.Iin
                        or TokenKind.Cin
                        or TokenKind.Icontains
                        or TokenKind.Ccontains
                && new[] { comparison.Left, comparison.Right }.Any(side =>
                    side is MemberExpressionAst { Member: StringConstantExpressionAst { Value: { } name } }
                    && NameMembers.Any(known => known.Is(name))
                )
            )
        || (
            condition is CommandAst command
            && command.CommandElements.Count >= 4
            && command.CommandElements[1] is StringConstantExpressionAst { Value: { } property }
            && NameMembers.Any(known => known.Is(property))
            && command.CommandElements[2] is CommandParameterAst { ParameterName: { } test }
            && (test.Is("eq") || test.Is("in"))
        );

    private CommandCall? Variable(VariableExpressionAst variable, Dictionary<string, CommandCall?> followed)
    {
        string name = variable.Name();
        if (name.Is("_") || name.Is("PSItem"))
        {
            Loop? loop = variable
                .Ancestors()
                .Select(code => Loop.Around(code, script))
                .FirstOrDefault(loop => loop is not null && loop.Variables[0] == "_");
            return loop is null ? null : Items(loop, followed);
        }

        if (followed.TryGetValue(name, out CommandCall? known))
        {
            return known;
        }

        // Kept for each variable, since a script can assign one thousands of times.
        (string, FunctionDefinitionAst?) key = (name.ToUpperInvariant(), variable.Function());
        bool isFirst = followed.Count == 0;
        if (isFirst && _variables.TryGetValue(key, out CommandCall? kept))
        {
            return kept;
        }

        // One value that names its machines is enough to keep silent, and so is a caller that may give them. A value made of the
        // variable's own ($vms = $vms | Sort-Object Name) is what the others are, where it does not bound them.
        Ast[] values = [.. script.ValuesOf(name, variable).Where(value => !IsNothing(value.Unwrap()))];
        if (script.Parameters.Contains(name))
        {
            return null;
        }

        CommandCall? source = null;
        followed[name] = null;
        foreach (Ast value in values.OrderBy(value => value.Variables().Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            source = Source(value, followed);
            if (source is null)
            {
                break;
            }

            followed[name] = source;
        }

        followed[name] = source;
        if (isFirst)
        {
            _variables[key] = source;
        }

        return source;
    }

    private static bool IsNothing(Ast value) =>
        value is VariableExpressionAst { VariablePath.UserPath: "null" } or ArrayExpressionAst { SubExpression.Statements.Count: 0 };

    private static Dictionary<string, CommandCall?> CreateFollowed() => new(StringComparer.OrdinalIgnoreCase);

    private CommandCall? Items(Loop loop, Dictionary<string, CommandCall?> followed) =>
        loop.Site is CommandAst command && script.Call(command) is { } call && call.Find("InputObject", 2) is null
            ? Pipeline(call.Upstream, followed)
            : loop.Items.Select(items => Source(items, followed)).FirstOrDefault(source => source is not null);

    private static Ast? Names(CommandCall call) => call.Find("Name", 1)?.Value ?? call.Positional.FirstOrDefault();

    // The number of names without wildcards, ids and names in a variable is what the script's author wrote.
    private bool IsNamed(CommandCall call)
    {
        Ast? names = Names(call);
        if (names is null || call.Find("Id", 2) is not null)
        {
            return names is not null || call.Find("Id", 2) is not null;
        }

        IReadOnlyList<StringConstantExpressionAst> literals = script.Literals(names);
        return literals.Count == 0 || !literals.All(literal => literal.Value.HasWildcard());
    }
}
