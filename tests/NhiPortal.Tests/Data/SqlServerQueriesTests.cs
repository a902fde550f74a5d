using System.Data;
using System.Data.Common;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Findings;
using NhiPortal.Features.People;
using NhiPortal.Jobs;

namespace NhiPortal.Tests.Data;

/// <summary>
/// Every use case and query is called against the SQL Server provider with the wire cut: what it would send is caught,
/// answered with nothing, and must parse as T-SQL. A translation EF cannot make for SQL Server fails here, too.
/// </summary>
public sealed class SqlServerQueriesTests
{
    public static TheoryData<Type> Runnables => [.. typeof(PortalDb).Assembly.GetTypes().Where(FeatureSetup.IsRunnable)];

    [Theory]
    [MemberData(nameof(Runnables))]
    public async Task Sends_OnlyWhatSqlServerUnderstands(Type runnable)
    {
        var wire = new CutWire();
        await using var services = Portal(wire);
        foreach (var actor in new[] { Person(Role.IamStaff), Person(), Person(Role.Administrator) })
            foreach (var run in runnable.GetMethods().Where(method => method.Name == "RunAsync"))
                await CallAsync(services.GetRequiredService(runnable), run, actor);
        Assert.NotEmpty(wire.Sent);
        Assert.All(wire.Sent.Distinct(), SqlServerScriptTests.Parses);
    }

    private static async Task CallAsync(object target, MethodInfo run, Actor actor)
    {
        try
        {
            var answer = run.Invoke(target, Sample.Arguments(run, actor));
            if (answer is Task task)
                await task.WaitAsync(TimeSpan.FromSeconds(20));
            else if (answer?.GetType().GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) == true)
                await DrainAsync((dynamic)answer);
        }
        catch (Exception error) when ((error is TargetInvocationException wrapped ? wrapped.InnerException : error) is var inner)
        {
            // With every table empty a use case may rightly stop; what must not happen is a query that cannot be translated.
            if (inner is InvalidOperationException && inner.Message.Contains("could not be translated", StringComparison.Ordinal))
                ExceptionDispatchInfo.Throw(inner);
        }
    }

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> rows)
    {
        await foreach (var _ in rows)
        {
        }
    }

    private static Actor Person(params Role[] roles) => new()
    {
        Kind = ActorKind.Person,
        Id = Guid.NewGuid(),
        Name = "somebody",
        Roles = roles.ToHashSet(),
        Tenants = roles.Contains(Role.Administrator) ? null : new HashSet<TenantId> { new(Guid.NewGuid()), new(Guid.NewGuid()) },
    };

    private static ServiceProvider Portal(CutWire wire)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new FakeTimeProvider())
            .AddData(new DatabaseSettings { Provider = "SqlServer", ConnectionString = "Server=nowhere;TrustServerCertificate=True" }, Path.GetTempPath())
            .AddFeatures(new PortalSettings
            {
                Data = Directory.CreateTempSubdirectory("nhiportal-keys-").FullName,
                PublicAddress = new Uri("https://localhost"),
                Audit = new() { ArchiveFolder = Path.GetTempPath() },
                // Nobody listens there; what is read and written before is what counts.
                Mail = new() { Host = "localhost", Port = 1, From = "portal@nhi.example", Returned = new() { Host = "localhost", Port = 1 } },
            }).AddJobStorage(new JobSettings(), new DatabaseSettings());
        services.ConfigureDbContext<SqlServerPortalDb>(options => options.AddInterceptors(wire, new NoConnection(), new NoTransaction()));
        return services.BuildServiceProvider();
    }

    private sealed class CutWire : DbCommandInterceptor
    {
        public List<string> Sent { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Sent.Add(command.CommandText);
            // EXISTS and COUNT want a row; an aggregate over nothing is zero, which also reads as false.
            var table = new DataTable();
            if (command.CommandText.Contains("EXISTS", StringComparison.Ordinal) && command.CommandText.StartsWith("SELECT CASE", StringComparison.Ordinal))
            {
                table.Columns.Add("found", typeof(bool));
                table.Rows.Add(true);
            }

            // An insert reads back the identity it was given.
            if (command.CommandText.Contains("OUTPUT INSERTED", StringComparison.Ordinal))
            {
                table.Columns.Add("Id", typeof(long));
                table.Rows.Add(1L);
            }

            return new(InterceptionResult<DbDataReader>.SuppressWithResult(table.CreateDataReader()));
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Sent.Add(command.CommandText);
            return new(InterceptionResult<int>.SuppressWithResult(1));
        }
    }

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => new(InterceptionResult.Suppress());
    }

    private sealed class NoTransaction : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
            new(InterceptionResult<DbTransaction>.SuppressWithResult(new Nothing(connection)));

        private sealed class Nothing(DbConnection connection) : DbTransaction
        {
            public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

            protected override DbConnection DbConnection => connection;

            public override void Commit()
            {
            }

            public override void Rollback()
            {
            }
        }
    }
}
