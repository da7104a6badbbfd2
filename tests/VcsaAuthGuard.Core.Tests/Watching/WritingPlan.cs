using System.Globalization;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>
/// Writes logs step by step, each step when a shell command asks for it: so a test decides what happens between two steps of a script,
/// however
/// fast either runs. A step appends entries, begins new logs, and compresses and removes old ones.
/// </summary>
internal sealed class WritingPlan : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");
    private readonly int _steps;

    public WritingPlan(WatchedLogs logs, int steps)
    {
        _steps = steps;
        for (int step = 0, number = 1, entry = 0; step < steps; step++)
        {
            List<string> commands = ["set -eu"];
            for (int i = logs.Pen.Chance(0.5) ? logs.Pen.Next(10) : 0; i > 0; i--)
            {
                byte[] text = logs.Pen.Chance(0.5) ? logs.Fault() : logs.Line();
                string file = Path.Combine(_folder.FullName, Name("entry", entry++));
                File.WriteAllBytes(file, text);
                commands.Add($"cat {file} >>{logs.At(Log(number))}");
                if (logs.Pen.Chance(0.15))
                {
                    number++;
                    File.WriteAllBytes(file + "-first", logs.Line());
                    commands.Add($"cat {file}-first >>{logs.At(Log(number))}");
                    string old = logs.At(Log(number - (logs.Pen.Chance(0.5) ? 1 : 3)));
                    commands.Add($"if [ -e {old} ]; then gzip -c {old} >{old}.new; mv {old}.new {old}.gz; rm {old}; fi");
                }
            }

            File.WriteAllLines(Path.Combine(_folder.FullName, Name("step", step)), commands);
        }
    }

    /// <summary>Gets whether all steps were taken.</summary>
    public bool IsOver => File.Exists(Path.Combine(_folder.FullName, Name("done", _steps - 1)));

    /// <summary>Gets the command that takes the next step.</summary>
    public string Command =>
        $"for f in {_folder.FullName}/step*; do if [ -e \"$f\" ]; then bash \"$f\" 7<&- >/dev/null; mv \"$f\" \"${{f/step/done}}\"; "
        + "fi; break; done";

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Log(int number) => string.Create(CultureInfo.InvariantCulture, $"vpxd-{number}.log");

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:00000}");
}
