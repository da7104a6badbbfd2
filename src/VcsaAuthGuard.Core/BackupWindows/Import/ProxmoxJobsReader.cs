using System.Globalization;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts backup jobs of Proxmox VE to windows, from <c>/etc/pve/jobs.cfg</c>: <c>vzdump: ID</c> and indented lines with a key and a
/// value. The schedule is a calendar event of systemd; files that were written by hand have cron as well.
/// </summary>
internal sealed class ProxmoxJobsReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private const string Section = "vzdump:";
    private const string Id = " id";
    private const string Line = " line";

    /// <summary>Returns whether a text has a section of a backup job.</summary>
    public static bool IsJobs(string text) =>
        text.Split('\n').Any(line => line.StartsWith(Section, StringComparison.Ordinal)) && text.Contains("schedule");

    /// <summary>Converts a job.</summary>
    /// <exception cref="FormatException">It is disabled, or its schedule is not valid.</exception>
    public static BackupWindow ToWindow(
        string id, string schedule, bool isEnabled, string? vms, WindowTemplate template, string source)
    {
        if (!isEnabled)
        {
            throw new FormatException("It is disabled, so it has no window.");
        }

        string? zone = null;
        bool isCron = schedule.Split([' '], StringSplitOptions.RemoveEmptyEntries).Length == 5;
        Recurrence recurrence = isCron ? Recurrence.Cron(schedule) : OnCalendar.Parse(schedule, out zone);
        BackupWindow window = template.ToWindow(id, recurrence, WindowRole.Backup, source, zone);
        int count = vms?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Length ?? 0;
        return count == 0 ? window : window with { Load = window.Load with { VMs = window.Load.VMs ?? count } };
    }

    /// <summary>Reads all jobs.</summary>
    public List<BackupWindow> Read(string text)
    {
        List<BackupWindow> windows = [];
        Dictionary<string, string>? job = null;
        long line = 0;
        foreach (string raw in text.Split('\n').Append(Section))
        {
            line++;
            string trimmed = raw.Trim();
            if (raw.Length > 0 && !char.IsWhiteSpace(raw[0]))
            {
                AddJob(job, windows);
                bool isJob = trimmed.StartsWith(Section, StringComparison.Ordinal) && trimmed.Length > Section.Length;
                job = isJob
                    ? new() { [Id] = trimmed.Substring(Section.Length).Trim(), [Line] = line.ToString(CultureInfo.InvariantCulture) }
                    : null;
            }
            else if (job is not null && trimmed.IndexOf(' ') is > 0 and int blank)
            {
                job[trimmed.Substring(0, blank)] = trimmed.Substring(blank + 1).Trim();
            }
        }

        return windows;
    }

    private void AddJob(Dictionary<string, string>? job, List<BackupWindow> windows)
    {
        if (job is null)
        {
            return;
        }

        try
        {
            string schedule = job.TryGetValue("schedule", out string? given) ? given : throw new FormatException("It has no schedule.");
            bool isEnabled = !job.TryGetValue("enabled", out string? enabled) || enabled != "0";
            _ = job.TryGetValue("vmid", out string? vms);
            windows.Add(ToWindow(job[Id], schedule, isEnabled, vms, template, $"{source}:{job[Line]}"));
        }
        catch (FormatException e)
        {
            onProblem(new(
                InputProblemKind.Invalid, source, long.Parse(job[Line], CultureInfo.InvariantCulture),
                $"'{job[Id]}': {e.Message}", "Make its window with New-BackupWindow: it was left out."));
        }
    }
}
