namespace HelpBuilder;

/// <summary>Represents a cmdlet as its assembly declares it.</summary>
/// <param name="Name">Its name, such as Get-VcsaAuthFault.</param>
/// <param name="HelpUri">The address of its page on the web; empty when it has none.</param>
/// <param name="ParameterSets">The names of its parameter sets, the default one first.</param>
/// <param name="Parameters">Its parameters, without PowerShell's common ones.</param>
/// <param name="OutputTypes">The full names of the types it writes.</param>
internal sealed record Cmdlet(
    string Name,
    string HelpUri,
    IReadOnlyList<string> ParameterSets,
    IReadOnlyList<CmdletParameter> Parameters,
    IReadOnlyList<string> OutputTypes);

/// <summary>Represents a parameter of a cmdlet.</summary>
/// <param name="Name">Its name, without the hyphen.</param>
/// <param name="Type">The full name of its type.</param>
/// <param name="TypeLabel">The name of its type in a line of syntax, such as <c>string[]</c>.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="SupportsWildcards">Whether its value may have wildcards.</param>
/// <param name="DontShow">Whether completion hides it.</param>
/// <param name="Uses">Its part in each parameter set.</param>
/// <param name="IsCommon">Whether PowerShell adds it and a page need not describe it: -WhatIf and -Confirm.</param>
internal sealed record CmdletParameter(
    string Name,
    string Type,
    string TypeLabel,
    IReadOnlyList<string> Aliases,
    bool SupportsWildcards,
    bool DontShow,
    IReadOnlyList<ParameterUse> Uses,
    bool IsCommon = false)
{
    /// <summary>Gets whether the parameter takes no value.</summary>
    public bool IsSwitch => TypeLabel == "switch";

    /// <summary>Gets the parameter's part in a parameter set; null when it is not in the set.</summary>
    public ParameterUse? UseIn(string parameterSet) =>
        Uses.FirstOrDefault(use => use.ParameterSet is ParameterUse.All || use.ParameterSet == parameterSet);

    /// <summary>Returns the parameter as a line of syntax has it.</summary>
    public string SyntaxIn(ParameterUse use)
    {
        string name = use.Position is null ? $"-{Name}" : $"[-{Name}]";
        string text = IsSwitch ? name : $"{name} <{TypeLabel}>";
        return use.IsRequired ? text : $"[{text}]";
    }
}

/// <summary>Represents the part of a parameter in one parameter set.</summary>
/// <param name="ParameterSet">The name of the set; <see cref="All"/> for a parameter that is in every set.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Position">Its position; null when it must be named.</param>
/// <param name="IsFromPipeline">Whether it takes objects of the pipeline.</param>
/// <param name="IsFromProperty">Whether it takes properties of the pipeline's objects.</param>
/// <param name="IsFromRemainingArguments">Whether it takes the arguments that no other parameter takes.</param>
internal sealed record ParameterUse(
    string ParameterSet,
    bool IsRequired,
    int? Position = null,
    bool IsFromPipeline = false,
    bool IsFromProperty = false,
    bool IsFromRemainingArguments = false)
{
    /// <summary>The name that pages give to all parameter sets together.</summary>
    public const string All = "(All)";
}
