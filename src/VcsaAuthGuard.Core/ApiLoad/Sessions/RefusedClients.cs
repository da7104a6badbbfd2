using VcsaAuthGuard.ApiLoad.Events;

namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>
/// Counts the refused logins of clients of which nothing else is known. Anyone can cause any number of them from outside, with a name of
/// its own each: where there are too many, those with the fewest refusals are put together as <see cref="ApiClient.Others"/>.
/// </summary>
internal sealed class RefusedClients
{
    private const int MaxClients = 10_000;

    private readonly Dictionary<(ApiClient Client, ClientEventOrigin Origin), Refusals> _refused = [];
    private readonly Dictionary<ClientEventOrigin, Refusals> _others = [];

    /// <summary>Gets the number of clients that were put together.</summary>
    public long Folded { get; private set; }

    public void Add(ApiClient client, ClientEventOrigin origin, long ticks)
    {
        (ApiClient, ClientEventOrigin) key = (client, origin);
        _refused[key] = (_refused.TryGetValue(key, out Refusals known) ? known : default).With(1, ticks, ticks);
        if (_refused.Count > MaxClients)
        {
            Fold();
        }
    }

    /// <summary>Moves all refusals to the clients.</summary>
    public void MoveTo(ClientIndex clients)
    {
        foreach (KeyValuePair<(ApiClient Client, ClientEventOrigin Origin), Refusals> found in _refused)
        {
            found.Value.AddTo(clients[clients.IndexOf(found.Key.Client)], found.Key.Origin);
        }

        foreach (KeyValuePair<ClientEventOrigin, Refusals> found in _others)
        {
            found.Value.AddTo(clients[clients.IndexOf(ApiClient.Others)], found.Key);
        }

        _refused.Clear();
        _others.Clear();
    }

    private void Fold()
    {
        (ApiClient, ClientEventOrigin)[] rarest =
            [.. _refused.OrderBy(found => found.Value.Count).Take(MaxClients / 2).Select(found => found.Key)];
        foreach ((ApiClient, ClientEventOrigin Origin) key in rarest)
        {
            Refusals refusals = _refused[key];
            _refused.Remove(key);
            Refusals others = _others.TryGetValue(key.Origin, out Refusals known) ? known : default;
            _others[key.Origin] = others.With(refusals.Count, refusals.FirstTicks, refusals.LastTicks);
            Folded++;
        }
    }

    private readonly record struct Refusals(long Count, long FirstTicks, long LastTicks)
    {
        public Refusals With(long count, long first, long last) =>
            new(Count + count, FirstTicks == 0 ? first : Math.Min(FirstTicks, first), Math.Max(LastTicks, last));

        public void AddTo(ClientLoad client, ClientEventOrigin origin) =>
            (origin == ClientEventOrigin.SignOn ? client.SignOn : client.Events).Refuse(Count, FirstTicks, LastTicks);
    }
}
