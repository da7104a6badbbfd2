using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Benchmarks;

/// <summary>Makes SYNTHETIC files of windows: ten to a vCenter, in every form of recurrence and in zones whose clocks change.</summary>
internal static class SyntheticWindows
{
    private const int PerServer = 10;
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney"];
    private static readonly string[] Roles = ["Backup", "Automation", "Maintenance"];

    /// <summary>Writes the file; the same number and seed give the same text, and the same overlaps a window.</summary>
    public static string Write(string folder, int count, int seed)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"synthetic-windows-{count}-{seed}.csv"));
        Random random = new(seed);
        StringBuilder text = new("Name,Role,Recurrence,TimeZone,Duration,Server,VMs,Sessions,SecondsPerRequest\n");
        for (int i = 0; i < count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"w{i},{Pick(random, Roles)},\"{Recurrence(random)}\",{Pick(random, Zones)},{30 * random.Next(1, 5)}m,"
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"vc{random.Next(count / PerServer)},{random.Next(500)},{random.Next(60)},{random.Next(40)}\n"
            );
        }

        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static string Recurrence(Random random)
    {
        int hour = random.Next(24), minute = 5 * random.Next(12);
        string at = string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}");
        return random.Next(8) switch
        {
            0 => "weekly Mon,Wed,Fri " + at,
            1 => "every 12 hours from " + at,
            2 => "monthly second Sunday " + at,
            3 => string.Create(CultureInfo.InvariantCulture, $"{minute} {hour} * * *"),
            4 => string.Create(CultureInfo.InvariantCulture, $"RRULE:FREQ=DAILY;BYHOUR={hour};BYMINUTE={minute}"),
            _ => "daily " + at,
        };
    }

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];
}
