using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>Makes up windows as sites have them: several zones, roles, forms of recurrences and vCenters.</summary>
internal static class RandomSite
{
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata", "Australia/Sydney"];

    public static BackupWindow Window(Random random, int number)
    {
        string time = TimeSpan.FromMinutes(15 * random.Next(96)).ToString(@"hh\:mm", null);
        string[] parts = time.Split(':');
        TimeSpan earliest = TimeSpan.FromHours(random.Next(24));
        TimeSpan latest = TimeSpan.FromHours((earliest.Hours + random.Next(1, 8)) % 24);
        return new()
        {
            Name = $"Job {number}",
            Role = (WindowRole)random.Next(3),
            TimeZone = Zones[random.Next(Zones.Length)],
            Recurrence = Recurrence.Parse(random.Next(8) switch
            {
                0 => $"weekly Mon,Thu {time}",
                1 => $"monthly {random.Next(1, 32)} {time}",
                2 => $"monthly second Sunday {time}",
                3 => $"{parts[1]} {parts[0]} * * 1-5",
                4 => $"RRULE:FREQ=WEEKLY;BYDAY=SA;BYHOUR={parts[0]};BYMINUTE={parts[1]}",
                5 => $"once 2026-05-{random.Next(10, 30)}T{time}",
                _ => $"daily {time}",
            }),
            Duration = TimeSpan.FromMinutes(15 * random.Next(1, 32)),
            Server = random.Next(3) switch
            {
                0 => [],
                1 => ["vc01"],
                _ => ["vc01", "vc02"],
            },
            Load = new() { VMs = random.Next(0, 80), SecondsPerRequest = random.Next(0, 20) },
            Movable = random.Next(3) == 0 ? null : new(earliest, latest),
        };
    }
}
