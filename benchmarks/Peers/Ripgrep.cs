using System.Globalization;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Peers;

/// <summary>ripgrep as a peer.</summary>
internal sealed class Ripgrep(string program)
{
    public const string Missing = "not measured: ripgrep is missing (apt-get install ripgrep)";

    public static Ripgrep? Find() => Tool.Find("rg") is string program ? new(program) : null;

    /// <summary>Prints the entries that are faults, and checks how many lines that makes.</summary>
    public double Extract(ProcessRunner runner, string path, long expectedLines)
    {
        RunResult run = Run(runner, "-U", "-e", FaultWords.EntryPattern, path);
        Check.Equal("lines of entries ripgrep found", run.OutputLines, "lines of the faults' entries", expectedLines);
        return run.Seconds;
    }

    /// <summary>Counts the lines with one of the words; that can be no fewer than there are entries with one.</summary>
    public double Count(ProcessRunner runner, SyntheticLogFile log, params string[] options)
    {
        RunResult run = Run(runner, [.. options, "-c", "-F", .. FaultWords.All.SelectMany(word => new[] { "-e", word }), log.Path]);
        _ = long.TryParse(run.OutputHead.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long lines);
        Check.AtLeast("lines ripgrep counted", lines, "entries with such a word", log.Counts.Faults + log.Counts.Mentions);
        return run.Seconds;
    }

    private RunResult Run(ProcessRunner runner, params string[] arguments)
    {
        // A configuration file of the user's could change what is searched and how.
        RunResult run = runner.Run(new(program, ["--no-config", "--color=never", .. arguments]));
        run.ThrowIfFailed();
        return run;
    }
}
