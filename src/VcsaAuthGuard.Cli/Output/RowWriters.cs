using System.Text.Json.Serialization.Metadata;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Creates the writer for a form of output, and writes rows with it.</summary>
internal static class RowWriters
{
    /// <summary>Creates a writer.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="format">The form of the output.</param>
    /// <param name="type">The form of a row in JSON.</param>
    /// <param name="isAscii">Whether a row's text is plain ASCII.</param>
    /// <param name="columns">The columns of the table and of CSV.</param>
    public static IRowWriter<T> Create<T>(
        Stream output,
        OutputFormat format,
        JsonTypeInfo<T> type,
        Func<T, bool> isAscii,
        params TableColumn<T>[] columns
    ) => format switch
    {
        OutputFormat.Json => new JsonRowWriter<T>(output, type, isAscii),
        OutputFormat.Csv => new CsvRowWriter<T>(output, columns),
        _ => new TableRowWriter<T>(output, columns),
    };

    /// <summary>Writes rows to standard output. Returns whether they could be written.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="create">Creates the writer.</param>
    public static bool TryWrite<T>(IEnumerable<T> rows, Func<Stream, IRowWriter<T>> create) => TryWrite(create, writer =>
    {
        foreach (T row in rows)
        {
            writer.Write(row);
        }
    });

    /// <summary>Writes rows to standard output. Returns whether they could be written.</summary>
    /// <param name="create">Creates the writer.</param>
    /// <param name="writeAll">Writes the rows.</param>
    public static bool TryWrite<T>(Func<Stream, IRowWriter<T>> create, Action<IRowWriter<T>> writeAll)
    {
        using Stream output = StandardOutput.Open();
        IRowWriter<T> writer = create(output);
        try
        {
            writeAll(writer);
            writer.Flush();
            return true;
        }
        catch (IOException e) when (!writer.IsOpen)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return false;
        }
    }
}
