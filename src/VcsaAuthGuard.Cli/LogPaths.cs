using System.CommandLine;
using System.CommandLine.Parsing;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Cli;

/// <summary>The logs that a command reads.</summary>
internal static class LogPaths
{
    public static Argument<string[]> Create(string ofFolders)
    {
        Argument<string[]> paths = new("PATH")
        {
            Description = $"Logs, .gz, support bundles (.tgz, .tar, .zip), folders ({ofFolders} below them), wildcards, or - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        paths.Validators.Add(RefuseOptions);
        return paths;
    }

    public static LogReadReport NewReport() => new() { OnProblem = problem => Console.Error.WriteLine(TerminalText.OneLine(problem.ToString())) };

    public static List<LogInput> ToInputs(IReadOnlyList<string> paths, LogReadReport report, LogKinds kinds)
    {
        List<LogInput> inputs = [.. LogInputFinder.Find(paths.Where(path => path != "-"), report, kinds)];
        if (paths.Contains("-"))
        {
            inputs.Add(LogInput.FromStream("-", Console.OpenStandardInput()));
        }

        return inputs;
    }

    /// <summary>What looks like an option and is none would otherwise be a file that is not there.</summary>
    private static void RefuseOptions(ArgumentResult paths)
    {
        foreach (Token token in paths.Tokens.Where(token => token.Value.Length > 1 && token.Value[0] == '-'))
        {
            paths.AddError($"There is no option {token.Value}. (A file of that name: ./{token.Value})");
        }
    }
}
