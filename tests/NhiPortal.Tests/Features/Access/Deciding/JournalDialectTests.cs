using NhiPortal.Data;
using NhiPortal.Features.Access.Deciding;
using NhiPortal.Tests.Data;

namespace NhiPortal.Tests.Features.Access.Deciding;

public sealed class JournalDialectTests
{
    [Fact]
    public void Statements_OfTheRecordingTransaction_AreWhatSqlServerUnderstands() => Assert.All(
        [JournalDialect.Clock(WriterDialect.SqlServer), JournalDialect.Changes, JournalDialect.CountUse, JournalDialect.Announce, JournalDialect.Append], SqlServerScriptTests.Parses);
}
