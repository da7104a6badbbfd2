namespace VcsaAuthGuard.BackupJobs;

/// <summary>Specifies the order of day and month in dates such as 02/11/2026.</summary>
public enum ReportDateOrder
{
    /// <summary>The day comes first: dd/MM/yyyy.</summary>
    DayFirst,

    /// <summary>The month comes first: MM/dd/yyyy.</summary>
    MonthFirst,
}
