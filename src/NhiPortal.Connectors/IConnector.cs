using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors;

/// <summary>One target system's accounts, read as the target shows them. Reading changes nothing there and may be repeated.</summary>
public interface IConnector
{
    /// <summary>
    /// Every account of the target, streamed and bounded. Whatever keeps it from being all of them is a
    /// <see cref="ConnectorFault"/>, so an enumeration that ends has been complete.
    /// </summary>
    IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation);
}
