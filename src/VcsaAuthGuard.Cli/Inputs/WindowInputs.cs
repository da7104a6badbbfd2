using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Inputs;

/// <summary>Reads the windows of a command, reports what cannot be read on standard error, and counts it.</summary>
internal sealed class WindowInputs
{
    private int _problems;

    private WindowInputs()
    {
    }

    /// <summary>Gets the windows of all files.</summary>
    public IReadOnlyList<BackupWindow> Windows { get; private set; } = [];

    /// <summary>Gets whether something could not be read.</summary>
    public bool HasProblems => _problems > 0;

    /// <summary>Reads the windows.</summary>
    /// <param name="files">The files; <c>-</c> is standard input. A file that is named twice is read once.</param>
    /// <param name="timeZone">The zone of windows without one; null makes them an error.</param>
    public static WindowInputs Read(IEnumerable<string> files, string? timeZone)
    {
        WindowInputs inputs = new();
        inputs.Windows =
        [
            .. files.Distinct().SelectMany(file => file == "-"
                ? WindowFile.Read(Console.In, "-", timeZone, inputs.Report)
                : WindowFile.Read(file, timeZone, inputs.Report)),
        ];
        return inputs;
    }

    /// <summary>Counts problems of further inputs, which have been reported.</summary>
    public void Add(int problems) => _problems += problems;

    /// <summary>Writes the number of problems, if there are any, to standard error.</summary>
    /// <returns>True if there are problems.</returns>
    public bool WriteProblems()
    {
        if (HasProblems)
        {
            Console.Error.WriteLine($"{Phrases.Count(_problems, "problem")} in the input (see above).");
        }

        return HasProblems;
    }

    private void Report(InputProblem problem)
    {
        Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
        _problems += problem.Kind == InputProblemKind.Ignored ? 0 : 1;
    }
}
