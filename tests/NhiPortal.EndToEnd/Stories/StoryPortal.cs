using Microsoft.Data.Sqlite;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>One demo organisation for all stories; each story keeps to integrations and members of its own.</summary>
[CollectionDefinition(nameof(StoryPortal))]
public sealed class StoryPortal : ICollectionFixture<StoryPortal>, IAsyncLifetime
{
    private readonly Portal portal = new();

    public Uri Address => portal.Address;

    public string DataFolder => portal.DataFolder;

    public ValueTask InitializeAsync() => portal.InitializeAsync();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    public Uri At(string path) => new(Address, path);

    /// <summary>A workload with a token, ready to call.</summary>
    public async Task<ApiCaller> CallerAsync(string workload)
    {
        var caller = new ApiCaller(Address);
        await caller.SignInAsync(workload, TestContext.Current.CancellationToken);
        return caller;
    }

    public void Execute(string sql, params (string Name, object Value)[] values) => portal.Execute(sql, values);

    public IReadOnlyList<T> Ask<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values) => portal.Ask(sql, read, values);

    public long Count(string sql, params (string Name, object Value)[] values) => portal.Ask(sql, row => row.GetInt64(0), values).Single();
}
