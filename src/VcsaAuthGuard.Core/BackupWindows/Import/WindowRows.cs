using System.Text.Json;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Turns the rows of one file into windows.</summary>
internal sealed class WindowRows(string source, Action<InputProblem> onProblem, string? timeZone)
{
    private const string FixRow = "Correct it, or leave it out: the row was not read.";

    /// <summary>Columns that Export-Csv writes of a window, whose content other columns have.</summary>
    private static readonly string[] Exported = ["Load", "Usage"];

    /// <summary>Gets or sets the number of lines before the text that is read.</summary>
    public long FirstLine { get; set; }

    public IEnumerable<BackupWindow> ReadCsv(TextReader text)
    {
        Csv csv = new(text, (line, why) => Invalid(FirstLine + line, why));
        if (!HasColumns(csv.Columns))
        {
            yield break;
        }

        foreach (CsvRow row in csv.Rows())
        {
            if (ToWindow(name => row[name], FirstLine + row.Line) is BackupWindow window)
            {
                yield return window;
            }
        }
    }

    public IEnumerable<BackupWindow> ReadJson(TextReader text)
    {
        foreach ((long line, JsonElement item) in new JsonItems(text, FirstLine, Invalid).Read())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                Invalid(line, $"A {item.ValueKind} stands where an object of a window should.");
                continue;
            }

            if (ToWindow(name => JsonWindow.Text(item, name), line, () => WarnOfUnknown(item, line)) is BackupWindow window)
            {
                yield return window;
            }
        }
    }

    private bool HasColumns(IReadOnlyList<string> columns)
    {
        string[] missing = [.. WindowFields.Required.Except(columns, StringComparer.OrdinalIgnoreCase)];
        if (missing.Length > 0)
        {
            string what = columns.Count == 0 ? "There is no header." : $"The header lacks {string.Join(", ", missing)}.";
            onProblem(
                new(InputProblemKind.Invalid, source, FirstLine + 1, what, "The columns are " + string.Join(",", WindowFields.Names) + ".")
            );
            return false;
        }

        foreach (string unknown in columns.Except([.. WindowFields.Names, .. Exported], StringComparer.OrdinalIgnoreCase))
        {
            Ignored(FirstLine + 1, $"The column '{unknown}' has no meaning here and is not read.");
        }

        return true;
    }

    private void WarnOfUnknown(JsonElement item, long line)
    {
        foreach (string unknown in JsonWindow.Unknown(item))
        {
            Ignored(line, $"'{unknown}' has no meaning here and is not read.");
        }
    }

    private BackupWindow? ToWindow(Func<string, string?> get, long line, Action? check = null)
    {
        string? name = null;
        try
        {
            check?.Invoke();
            name = get("Name");
            return WindowFields.ToWindow(get, $"{source}:{line}", timeZone);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            // InvalidOperationException: JSON text with half a surrogate pair.
            Invalid(line, (name is null ? "" : $"'{name}': ") + e.Message);
            return null;
        }
    }

    private void Invalid(long line, string why) => onProblem(new(InputProblemKind.Invalid, source, line, why, FixRow));

    private void Ignored(long line, string why) => onProblem(new(InputProblemKind.Ignored, source, line, why, "Check its spelling."));
}
