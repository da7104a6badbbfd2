namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Compressed input that expands beyond any log; see <see cref="ExpansionGuard"/>.</summary>
internal sealed class CompressionBombException(string message) : IOException(message);
