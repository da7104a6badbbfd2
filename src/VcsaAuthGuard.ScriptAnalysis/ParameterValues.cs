using System.Collections.ObjectModel;
using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Determines which values a call gives to some of the parameters of a function or script block. Where that cannot be seen, all values of
/// the call count.
/// </summary>
internal static class ParameterValues
{
    // What a function has of its call besides its parameters.
    private static readonly string[] Whole = ["PSBoundParameters", "args", "input", "MyInvocation"];

    /// <summary>Returns the values that a call of a function or script block gives to parameters.</summary>
    public static IEnumerable<Ast> OfCall(
        ICollection<string> names, ReadOnlyCollection<ParameterAst>? parameters, CommandCall call, ScriptModel script)
    {
        ParameterAst[] all = [.. parameters ?? Enumerable.Empty<ParameterAst>()];
        if (Whole.Any(name => names.Contains(name, StringComparer.OrdinalIgnoreCase)) || HasPositions(all) || SplatsUnknown(call, script))
        {
            return [.. call.Ast.CommandElements.Skip(1), .. call.Upstream];
        }

        Dictionary<ParameterAst, List<Ast>> given = all.ToDictionary(parameter => parameter, _ => new List<Ast>());
        List<Ast> positional = [];
        HashSet<ParameterAst> named = [];
        foreach (Argument argument in call.Arguments)
        {
            ParameterAst? target = argument.Parameter is null ? null : Named(all, argument.Parameter);
            if (target is not null)
            {
                named.Add(target);
            }

            if (argument.Value is Ast value && (argument.Parameter is null || target is null || IsSwitch(target)))
            {
                positional.Add(value);
            }
            else if (argument.Value is not null)
            {
                given[target!].Add(argument.Value);
            }
        }

        AddPositions(given, [.. all.Where(parameter => !named.Contains(parameter) && !IsSwitch(parameter))], positional);
        bool takesPipeline = names.Contains("_") || all.Any(parameter => IsWanted(parameter) && PipelineInput.IsFor(parameter));
        return [.. given.Where(pair => IsWanted(pair.Key)).SelectMany(pair => pair.Value), .. takesPipeline ? call.Upstream : []];

        bool IsWanted(ParameterAst parameter) => names.Contains(parameter.Name.Name());
    }

    /// <summary>Returns the values that -ArgumentList gives to the parameters of a script block, or to its $args.</summary>
    /// <param name="names">The names of the parameters, and of other variables.</param>
    /// <param name="block">The script block.</param>
    /// <param name="runner">The command that runs it.</param>
    /// <param name="inputs">The code whose reads of $args count; the whole block if it has none.</param>
    public static IEnumerable<Ast> OfArgumentList(
        ICollection<string> names, ScriptBlockExpressionAst block, CommandCall runner, IEnumerable<Ast> inputs)
    {
        if (runner.Find("ArgumentList", 1)?.Value is not Ast list || list == block)
        {
            return [];
        }

        Ast[] values = list.Unwrap() is ArrayLiteralAst several ? [.. several.Elements] : [list];
        ParameterAst[] parameters = [.. block.ScriptBlock.ParamBlock?.Parameters ?? Enumerable.Empty<ParameterAst>()];
        int[] places =
        [
            .. Enumerable.Range(0, parameters.Length).Where(index => names.Contains(parameters[index].Name.Name())),
            .. names.Contains("args") ? Indexes(block, inputs) ?? [.. Enumerable.Range(0, values.Length)] : [],
        ];
        return Array.Exists(places, place => place >= values.Length) ? values : places.Select(place => values[place]);
    }

    // The places of $args that are read; null if one is not a number.
    private static int[]? Indexes(ScriptBlockExpressionAst block, IEnumerable<Ast> inputs)
    {
        VariableExpressionAst[] uses = [.. inputs.SelectMany(input => input.All<VariableExpressionAst>()).Where(IsArguments)];
        uses = uses.Length > 0 ? uses : [.. block.All<VariableExpressionAst>().Where(IsArguments)];
        int[] places =
        [
            .. uses.Select(use => use.Parent is IndexExpressionAst { Index: ConstantExpressionAst { Value: int index } } ? index : -1),
        ];
        return Array.Exists(places, place => place < 0) ? null : places;
    }

    private static bool IsArguments(VariableExpressionAst variable) => variable.Name().Is("args");

    private static void AddPositions(Dictionary<ParameterAst, List<Ast>> given, ParameterAst[] free, List<Ast> positional)
    {
        for (int i = 0; i < Math.Min(free.Length, positional.Count); i++)
        {
            given[free[i]].Add(positional[i]);
        }
    }

    private static ParameterAst? Named(ParameterAst[] parameters, string name)
    {
        ParameterAst[] matches =
        [
            .. parameters.Where(parameter => parameter.Name.Name().StartsWith(name, StringComparison.OrdinalIgnoreCase)),
        ];
        return matches.FirstOrDefault(parameter => parameter.Name.Name().Is(name))
            ?? (matches.Length == 1 ? matches[0] : Alias(parameters, name));
    }

    private static ParameterAst? Alias(ParameterAst[] parameters, string name) => parameters.FirstOrDefault(parameter =>
        parameter.Attributes.OfType<AttributeAst>().Any(attribute =>
            attribute.TypeName.Name.Is("Alias")
            && attribute.PositionalArguments.OfType<StringConstantExpressionAst>().Any(alias => alias.Value.Is(name))));

    private static bool IsSwitch(ParameterAst parameter) =>
        parameter.Attributes.OfType<TypeConstraintAst>().Any(type => type.TypeName.Name.Is("switch") || type.TypeName.Name.Is("bool"));

    private static bool HasPositions(ParameterAst[] parameters) => parameters.Any(parameter =>
        parameter.Attributes.OfType<AttributeAst>()
            .Any(attribute => attribute.NamedArguments.Any(named => named.ArgumentName.Is("Position"))));

    private static bool SplatsUnknown(CommandCall call, ScriptModel script) =>
        call.Ast.CommandElements.OfType<VariableExpressionAst>().Any(element => element.Splatted && !script.Splatted(element).Any());
}
