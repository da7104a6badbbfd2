using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Parses scripts, also those that do not compile on this machine.</summary>
public static class ScriptParser
{
    // What is missing here and not in the script: PowerCLI's types and modules, and workflows, which Windows PowerShell alone runs. The
    // syntax tree is whole with each of them.
    private static readonly HashSet<string> OfThisMachine = new(StringComparer.Ordinal)
    {
        "TypeNotFound",
        "TypeNotFoundWithMessage",
        "CustomAttributeTypeNotFound",
        "ModuleNotFoundDuringParse",
        "ErrorLoadingAssembly",
        "WorkflowNotSupportedInPowerShellCore",
        "KeywordParameterReservedForFutureUse",
        "MethodHasCodePathNotReturn",
        "InvalidAssemblyReference",
        "MultipleModuleEntriesFoundDuringParse",
    };

    /// <summary>Parses a script. Errors that are only due to this machine are not returned.</summary>
    /// <param name="text">The script.</param>
    /// <param name="path">Its path; null for text that is in no file.</param>
    /// <param name="mistakes">The errors in its syntax.</param>
    /// <returns>The syntax tree.</returns>
    public static ScriptBlockAst Parse(string text, string? path, out ParseError[] mistakes)
    {
        ScriptBlockAst script = path is null
            ? Parser.ParseInput(text, out _, out ParseError[] all)
            : Parser.ParseInput(text, path, out _, out all);
        mistakes = Array.FindAll(all, mistake => !OfThisMachine.Contains(mistake.ErrorId));
        return script;
    }
}
