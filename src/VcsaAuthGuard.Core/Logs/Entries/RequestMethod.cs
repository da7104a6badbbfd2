namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Finds the method of a request in a line of an access log.</summary>
internal static class RequestMethod
{
    private static readonly string[] Names = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
    private static readonly byte[][] Methods = Array.ConvertAll(Names, System.Text.Encoding.ASCII.GetBytes);

    /// <summary>Gets the texts of which every request has one.</summary>
    public static IReadOnlyList<string> Needles { get; } = [.. Names.Select(method => method + " /")];

    /// <summary>Returns the position of the first method that is followed by a path; -1 if there is none.</summary>
    public static int Find(ReadOnlySpan<byte> line, out int length)
    {
        int first = -1;
        length = 0;
        foreach (byte[] method in Methods)
        {
            for (int from = 0; from < line.Length;)
            {
                int at = line.Slice(from).IndexOf(method);
                if (at < 0)
                {
                    break;
                }

                at += from;
                from = at + method.Length;
                bool isWord = (at == 0 || line[at - 1] is (byte)' ' or (byte)'"') && line.Slice(from).StartsWith(" /"u8);
                if (isWord && (first < 0 || at < first))
                {
                    (first, length) = (at, method.Length);
                }
            }
        }

        return first;
    }
}
