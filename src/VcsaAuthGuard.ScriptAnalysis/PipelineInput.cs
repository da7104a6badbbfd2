using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Determines what of a function or script comes from the pipeline.</summary>
internal static class PipelineInput
{
    /// <summary>Returns whether a parameter takes objects of the pipeline, or a property of theirs.</summary>
    public static bool IsFor(ParameterAst parameter) =>
        parameter.Attributes.OfType<AttributeAst>()
            .SelectMany(attribute => attribute.NamedArguments)
            .Any(named => named.ArgumentName.StartsWithAny("ValueFromPipeline") && !named.Argument.Extent.Text.Is("$false"));

    /// <summary>
    /// Returns the variables that differ with each object in the process block of a function or script; empty if none comes from the
    /// pipeline, so that the block runs once.
    /// </summary>
    public static string[] Variables(ScriptBlockAst body)
    {
        IEnumerable<ParameterAst> parameters = body.ParamBlock?.Parameters ?? (body.Parent as FunctionDefinitionAst)?.Parameters
            ?? Enumerable.Empty<ParameterAst>();
        string[] names = [.. parameters.Where(IsFor).Select(parameter => parameter.Name.Name())];
        bool readsItem = body.ProcessBlock.FindAll(
            node => node is VariableExpressionAst variable && (variable.Name().Is("_") || variable.Name().Is("PSItem"))
                && Owner(variable) == body,
            searchNestedScriptBlocks: false).Any();
        return names.Length > 0 || readsItem ? [.. names, "_"] : [];
    }

    private static ScriptBlockAst? Owner(Ast code) => code.Ancestors().OfType<ScriptBlockAst>().FirstOrDefault();
}
