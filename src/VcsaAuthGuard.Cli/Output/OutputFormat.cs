namespace VcsaAuthGuard.Cli.Output;

/// <summary>Specifies the form of a command's output.</summary>
internal enum OutputFormat
{
    /// <summary>A table or text for people.</summary>
    Table,

    /// <summary>A table with all columns, for a wide terminal.</summary>
    Wide,

    /// <summary>One JSON object per line.</summary>
    Json,

    /// <summary>Comma-separated values, with the titles of the table in the first line.</summary>
    Csv,
}
