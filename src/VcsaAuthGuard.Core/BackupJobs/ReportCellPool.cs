namespace VcsaAuthGuard.BackupJobs;

/// <summary>Holds the cells that several rows of a report have once: names of jobs, VMs and servers, states, messages.</summary>
internal sealed class ReportCellPool
{
    /// <summary>A column with more different texts is not worth it.</summary>
    private const int MaxTexts = 50_000;

    private readonly Dictionary<ReportColumn, Dictionary<string, ReportCell>> _cells = [];

    /// <summary>Returns the cell of a value.</summary>
    public ReportCell Get(ReportColumn column, object value)
    {
        if (value is not string text || column.Field is ReportField.Start or ReportField.End)
        {
            return new(column, value);
        }

        if (!_cells.TryGetValue(column, out Dictionary<string, ReportCell>? known))
        {
            _cells[column] = known = new(StringComparer.Ordinal);
        }

        if (!known.TryGetValue(text, out ReportCell? cell))
        {
            cell = new(column, text);
            if (known.Count < MaxTexts)
            {
                known[text] = cell;
            }
        }

        return cell;
    }
}
