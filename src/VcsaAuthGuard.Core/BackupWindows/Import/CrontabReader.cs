using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts lines of a crontab to windows, in order: a <c>CRON_TZ=</c> line counts for those after it. In a system crontab
/// (<c>/etc/crontab</c>, <c>cron.d</c>) the word before the command is a user (crontab(5)), and so is <c>root</c> anywhere.
/// </summary>
/// <param name="template">The values that a line does not have.</param>
/// <param name="source">The name of the crontab.</param>
public sealed class CrontabReader(WindowTemplate template, string source)
{
    private const string ZoneVariable = "CRON_TZ";
    private const string Root = "root";

    private readonly bool _hasUsers = IsSystemCrontab(source);
    private string? _zone;
    private long _line;

    /// <summary>Reads the next line.</summary>
    /// <param name="text">The line.</param>
    /// <returns>The window; null for a comment, an empty line or a variable.</returns>
    /// <exception cref="FormatException">The line is not valid; the message says why.</exception>
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
            throw new FormatException("@reboot runs when the machine starts and has no fixed time.");
        }

        int fields = words[0][0] == '@' ? 1 : 5;
        Recurrence recurrence = Recurrence.Cron(string.Join(" ", words.Take(fields)));
        bool hasUser = words.Length > fields + 1 && (_hasUsers || words[fields] == Root);
        string command = string.Join(" ", words.Skip(hasUser ? fields + 1 : fields));
        return template.ToWindow(command.Length > 0 ? command : line, recurrence, WindowRole.Automation, $"{source}:{_line}", _zone);
    }

    private static bool IsSystemCrontab(string path)
    {
        string[] parts = path.Split('/', '\\');
        return parts.Contains("cron.d") || (parts.Length > 1 && parts[parts.Length - 1] == "crontab" && parts[parts.Length - 2] == "etc");
    }

    /// <summary>Parses <c>NAME=value</c> and <c>NAME="value"</c>; null for any other line.</summary>
    private static (string Name, string Value)? Variable(string line)
    {
        int equals = line.IndexOf('=');
        string name = equals < 0 ? "" : line.Substring(0, equals).Trim();
        return name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? (name, line.Substring(equals + 1).Trim().Trim('"', '\''))
            : null;
    }
}
