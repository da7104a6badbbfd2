using VcsaAuthGuard.Schedules;


namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Turns lines of a crontab into windows, in order: a <c>CRON_TZ=</c> line counts for those after it.</summary>
/// <param name="template">What a line does not say.</param>
/// <param name="source">What to call the crontab.</param>
public sealed class CrontabReader(WindowTemplate template, string source)
{
    private const string ZoneVariable = "CRON_TZ";

    private string? _zone;
    private long _line;

    /// <summary>Reads the next line.</summary>
    /// <param name="text">The line.</param>
    /// <returns>The window; null for a comment, an empty line or a variable.</returns>
    /// <exception cref="FormatException">The line is no such thing; the message says why.</exception>
    public BackupWindow? Read(string text)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        _line++;
        string line = text.Trim();
        if (line.Length == 0 || line[0] == '#')
        {
            return null;
        }

        if (Variable(line) is (string variable, string value))
        {
            _zone = variable == ZoneVariable ? value : _zone;
            return null;
        }

        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (string.Equals(words[0], "@reboot", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("@reboot runs at the machine's start, at no time of the clock.");
        }

        int fields = words[0][0] == '@' ? 1 : 5;
        Recurrence recurrence = Recurrence.Cron(string.Join(" ", words.Take(fields)));
        string command = string.Join(" ", words.Skip(fields));
        return template.ToWindow(command.Length > 0 ? command : line, recurrence, WindowRole.Automation, $"{source}:{_line}", _zone);
    }

    /// <summary>NAME=value, NAME="value": a name of letters, before any blank.</summary>
    private static (string Name, string Value)? Variable(string line)
    {
        int equals = line.IndexOf('=');
        string name = equals < 0 ? "" : line.Substring(0, equals).Trim();
        return name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? (name, line.Substring(equals + 1).Trim().Trim('"', '\''))
            : null;
    }
}
