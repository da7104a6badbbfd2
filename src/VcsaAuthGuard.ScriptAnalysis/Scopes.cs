using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Determines the body of statements in which a piece of code runs.</summary>
internal static class Scopes
{
    /// <summary>Returns the body that is run as a whole: the script, a function's, or that of a script block that runs apart.</summary>
    public static ScriptBlockAst BodyOf(Ast code, ScriptModel script)
    {
        foreach (ScriptBlockAst body in code.Ancestors().OfType<ScriptBlockAst>())
        {
            if (body.Parent is not ScriptBlockExpressionAst block || IsOwn(block, script))
            {
                return body;
            }
        }

        return script.Root;
    }

    /// <summary>
    /// Returns whether a script block runs at another time or place than the code around it: kept in a variable, given to a method, a job
    /// or another machine.
    /// </summary>
    public static bool IsOwn(ScriptBlockExpressionAst block, ScriptModel script) =>
        Runner(block) is not CommandAst runner || IsApart(runner, script);

    /// <summary>Returns whether a script block is run by a job, a runspace or a machine of its own.</summary>
    public static bool IsJob(ScriptBlockAst body, ScriptModel script) =>
        body.Parent is ScriptBlockExpressionAst block && Runner(block) is CommandAst runner && IsApart(runner, script);

    private static bool IsApart(CommandAst runner, ScriptModel script) =>
        script.Call(runner) is var call && (CommandNames.RunsApart(call.Name) || call.Find("Parallel", 3) is not null);

    private static CommandAst? Runner(ScriptBlockExpressionAst block) => block.Parent switch
    {
        CommandAst command => command,
        CommandParameterAst { Parent: CommandAst command } => command,
        _ => null,
    };
}
