using System.CommandLine;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Inputs;

/// <summary>Finds the logs that a command reads.</summary>
internal static class LogPaths
{
    public static Argument<string[]> Create(string ofFolders, bool isOptional = false)
    {
        Argument<string[]> paths = new("PATH")
        {
            Description =
                $"Logs, .gz, support bundles (.tgz, .tar, .zip), folders ({ofFolders} below them), wildcards, or - for standard input.",
            Arity = isOptional ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore,
        };
        paths.Validators.Add(Arguments.RefuseOptions);
        return paths;
    }

    public static LogReadReport NewReport() =>
        new()
        {
            OnProblem = problem => Console.Error.WriteLine(TerminalText.OneLine(problem.ToString())),
            OnWarning = warning => Console.Error.WriteLine("Warning: " + TerminalText.OneLine(warning)),
            OnProgress = _ => SoftMemoryLimit.Apply(),
        };

    public static List<LogInput> ToInputs(IReadOnlyList<string> paths, LogReadReport report, LogKinds kinds)
    {
        List<LogInput> inputs = [.. LogInputFinder.Find(paths.Where(path => path != "-"), report, kinds)];
        if (paths.Contains("-"))
        {
            inputs.Add(LogInput.FromStream("-", Console.OpenStandardInput()));
        }

        return inputs;
    }
}
