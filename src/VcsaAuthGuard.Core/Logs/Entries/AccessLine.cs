using System.Net;

namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Parses one request of an access log of Envoy or the older reverse proxy. The columns differ between versions, so each field is found
/// by its form: the method by its name, the path by its slash, the status by its three digits, an address by its colon and port.
/// </summary>
internal ref struct AccessLine
{
    private const int UnauthorizedStatus = 401;
    private const int ServerError = 500;
    private const int OverloadStatus = 503;

    /// <summary>The time at which the request was received. The first time in the line is that of writing it, seconds later.</summary>
    public DateTimeOffset? Time;
    public bool HasOffset;
    public ReadOnlySpan<byte> Method;
    public ReadOnlySpan<byte> Path;

    /// <summary>The HTTP status; 0 if the client was gone before there was one.</summary>
    public int Status;

    /// <summary>Envoy's explanation of its response (<c>via_upstream</c>, <c>no_healthy_upstream</c>).</summary>
    public ReadOnlySpan<byte> Details;

    /// <summary>Envoy's letters for what went wrong (<c>UH</c>: no healthy upstream, <c>UF</c>: connecting failed).</summary>
    public ReadOnlySpan<byte> Flags;

    /// <summary>The client's address without its port; empty if the line has none.</summary>
    public ReadOnlySpan<byte> Client;

    /// <summary>The duration of the request; null if the line does not contain it.</summary>
    public TimeSpan? Duration;

    /// <summary>Gets whether the response means that no server behind the proxy could be reached.</summary>
    public readonly bool IsUnreachable =>
        Status >= ServerError
        && (
            Details.IndexOf("no_healthy_upstream"u8) >= 0
            || Details.IndexOf("upstream_connect"u8) >= 0
            || Details.IndexOf("upstream_reset_before_response_started{connection"u8) >= 0
            || Flags.SequenceEqual("UH"u8)
            || Flags.SequenceEqual("UF"u8)
        );

    /// <summary>Gets Envoy's reason for the end of the request, if it points to a cause.</summary>
    public readonly AccessMark Mark =>
        Flags.SequenceEqual("DC"u8) || Details.IndexOf("downstream_remote_disconnect"u8) >= 0 ? AccessMark.ClientGone
        : Flags.SequenceEqual("OM"u8) || (Status == OverloadStatus && Details.IndexOf("overload"u8) >= 0) ? AccessMark.Overloaded
        : Flags.SequenceEqual("DF"u8) || Details.IndexOf("dns_resolution"u8) >= 0 ? AccessMark.NotResolved
        : Status == UnauthorizedStatus && (Path.StartsWith("/api/"u8) || Path.StartsWith("/rest/"u8)) ? AccessMark.Refused
        : Status >= ServerError && !(IsUnreachable && GatewayHost() > 0) ? AccessMark.Failed
        : AccessMark.None;

    public static bool TryRead(ReadOnlySpan<byte> line, out AccessLine access)
    {
        access = default;
        int method = RequestMethod.Find(line, out int length);
        if (method < 0)
        {
            return false;
        }

        access.Method = line.Slice(method, length);
        access.ReadTime(line, Bytes.Trim(line.Slice(0, method)));
        ReadOnlySpan<byte> rest = line.Slice(method + length + 1);
        access.Path = Bytes.NextWord(ref rest);
        bool isRead = access.TryReadResponse(rest);
        access.Client = access.Client.IsEmpty ? FindFirstColumn(line.Slice(0, method)) : access.Client;
        return isRead;
    }

    /// <summary>Returns the client of the Common Log Format, as the vAPI endpoint's Jetty writes it: the address in front of
    /// <c>- USER [TIME] "METHOD</c>; empty where there is none.</summary>
    private static ReadOnlySpan<byte> FindFirstColumn(ReadOnlySpan<byte> before)
    {
        int user = before.EndsWith("] \""u8) ? before.LastIndexOf(" ["u8) : -1;
        int identity = user < 0 ? -1 : before.Slice(0, user).LastIndexOf(" - "u8);
        if (identity < 0 || before.Slice(identity + " - "u8.Length, user - identity - " - "u8.Length).IndexOf((byte)' ') >= 0)
        {
            return default;
        }

        ReadOnlySpan<byte> front = before.Slice(0, identity);
        ReadOnlySpan<byte> client = front.Slice(front.LastIndexOf((byte)' ') + 1);
        return IPAddress.TryParse(Bytes.ToText(client), out _) ? client : default;
    }

    /// <summary>Returns the host behind <c>/hgw/host-NNN/...</c>; 0 if the path is another.</summary>
    public readonly int GatewayHost() =>
        Path.StartsWith("/hgw/host-"u8) && Bytes.TryReadNumber(Path.Slice("/hgw/host-"u8.Length), out int host, out _) ? host : 0;

    /// <summary>Reads the last time before the method, otherwise the first time of the line.</summary>
    private void ReadTime(ReadOnlySpan<byte> line, ReadOnlySpan<byte> before)
    {
        before = before.EndsWith("\""u8) ? Bytes.Trim(before.Slice(0, before.Length - 1)) : before;
        ReadOnlySpan<byte> last = before.Slice(before.LastIndexOf((byte)' ') + 1);
        last = last.Length > 0 && last[0] == '[' ? last.Slice(1) : last;
        if (LogTimestamp.TryRead(last, out DateTimeOffset time, out _, out bool hasOffset))
        {
            (Time, HasOffset) = (time, hasOffset);
            return;
        }

        EntryHeader header = EntryHeader.Read(line);
        (Time, HasOffset) = header.Time is null && CommonLogTime.TryRead(before, out time)
            ? (time, true)
            : (header.Time, header.HasOffset);
    }

    /// <summary>
    /// Parses the rest of the line after the path: an optional protocol, then status, response details, sizes, times and addresses.
    /// Returns false if there is no status.
    /// </summary>
    private bool TryReadResponse(ReadOnlySpan<byte> rest)
    {
        // Behind the status come bytes in, bytes out and the duration, in this order in every shape seen, whatever else stands between.
        const int DurationAmongNumbers = 2;
        const int PlaceOfServer = 2;
        const int PlaceOfClient = 3;
        int numbers = 0;
        bool hasStatus = false;
        int addresses = 0;
        bool isServerThird = false;
        ReadOnlySpan<byte> forwarded = default;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> word = NextWord(ref rest);
            bool isNumber = TryReadNumber(word, out long number, out bool isMilliseconds);
            if (!hasStatus)
            {
                // 0 is Envoy's for a client that was gone before the answer.
                hasStatus = isNumber && !isMilliseconds && (number == 0 || (word.Length == 3 && number is >= 100 and <= 599));
                Status = hasStatus ? (int)number : 0;
                if (isNumber && !hasStatus)
                {
                    return false;
                }
            }
            else if (isNumber)
            {
                Duration ??= isMilliseconds || numbers++ == DurationAmongNumbers ? TimeSpan.FromMilliseconds(number) : null;
            }
            else if (TryReadAddress(word, out ReadOnlySpan<byte> address))
            {
                // vCenter's Envoy has the client's connection first: CLIENT SERVER:443 ...; other formats have Envoy's order of fields:
                // UPSTREAM LOCAL SERVER:443 CLIENT.
                Client = Client.IsEmpty || (isServerThird && addresses == PlaceOfClient) ? address : Client;
                isServerThird |= addresses == PlaceOfServer && word.EndsWith(":443"u8);
                addresses++;
            }
            else if (numbers > DurationAmongNumbers && Client.IsEmpty && IsForwardedFor(word, out address))
            {
                forwarded = address;
            }
            else if (numbers == 0 && word.Length > 1 && word[0] != '"')
            {
                Flags = Details.IsEmpty || !Flags.IsEmpty ? Flags : word;
                Details = Details.IsEmpty ? word : Details;
                Flags = IsFlags(Details) ? Details : Flags;
            }
        }

        Client = Client.IsEmpty ? forwarded : Client;
        return hasStatus;
    }

    /// <summary>Reads the header X-Forwarded-For, in quotes or not; of a list the last address, which is the only one that the server
    /// wrote.</summary>
    private static bool IsForwardedFor(ReadOnlySpan<byte> word, out ReadOnlySpan<byte> address)
    {
        address = word.Length > 2 && word[0] == '"' ? word.Slice(1, word.Length - 2) : word;
        address = Bytes.Trim(address.Slice(address.LastIndexOf((byte)',') + 1));
        return address.IndexOf((byte)'.') > 0 && Bytes.IsDigit(address[0]) && IPAddress.TryParse(Bytes.ToText(address), out _);
    }

    private static bool IsFlags(ReadOnlySpan<byte> word) =>
        word.Length == 2 && word[0] is >= (byte)'A' and <= (byte)'Z' && word[1] is >= (byte)'A' and <= (byte)'Z';

    /// <summary>Returns the next word; text in quotes is one word.</summary>
    private static ReadOnlySpan<byte> NextWord(scoped ref ReadOnlySpan<byte> rest)
    {
        int close = rest[0] == '"' ? rest.Slice(1).IndexOf((byte)'"') : -1;
        if (close < 0)
        {
            return Bytes.NextWord(ref rest);
        }

        ReadOnlySpan<byte> quoted = rest.Slice(0, close + 2);
        rest = Bytes.TrimStart(rest.Slice(close + 2));
        return quoted;
    }

    /// <summary>Parses <c>1670</c>, of any length, or <c>31000ms</c>.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> word, out long number, out bool isMilliseconds)
    {
        isMilliseconds = word.EndsWith("ms"u8);
        word = isMilliseconds ? word.Slice(0, word.Length - 2) : word;
        number = 0;
        foreach (byte digit in word)
        {
            const long Most = int.MaxValue; // Of milliseconds: 24 days.
            number = Math.Min(Most, (number * 10) + (digit - '0'));
            if (!Bytes.IsDigit(digit))
            {
                return false;
            }
        }

        return !word.IsEmpty;
    }

    /// <summary>Parses <c>10.11.20.40:38396</c> or <c>[fe80::1]:443</c>.</summary>
    private static bool TryReadAddress(ReadOnlySpan<byte> word, out ReadOnlySpan<byte> address)
    {
        int colon = word.LastIndexOf((byte)':');
        address = colon <= 0 ? default : word.Slice(0, colon);
        if (colon <= 0 || !TryReadNumber(word.Slice(colon + 1), out _, out bool hasUnit) || hasUnit)
        {
            return false;
        }

        bool isBracketed = address[0] == '[' && address[address.Length - 1] == ']';
        address = isBracketed ? address.Slice(1, address.Length - 2) : address;
        int dots = 0;
        foreach (byte value in address)
        {
            dots += value == '.' ? 1 : 0;
            bool isPart =
                Bytes.IsDigit(value)
                || value == '.'
                || (isBracketed && (value is (byte)':' or (byte)'%' || (uint)((value | 0x20) - 'a') <= 'z' - 'a'));
            if (!isPart)
            {
                return false;
            }
        }

        const int DotsOfIPv4 = 3;
        return isBracketed || dots == DotsOfIPv4;
    }
}
