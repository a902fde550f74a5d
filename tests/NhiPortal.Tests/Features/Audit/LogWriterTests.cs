using NhiPortal.Features.Audit;
using NhiPortal.Tests.Data;

namespace NhiPortal.Tests.Features.Audit;

/// <summary>These statements go past EF, so nothing else would notice that SQL Server does not understand one.</summary>
public sealed class LogWriterTests
{
    public static TheoryData<string> Statements =>
        [LogWriter.GrowSql, LogWriter.InsertSql, LogWriter.PlaceSql, LogWriter.ForgetSql, LogWriter.NodeSql, CheckedRow.Sql];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Statement_ParsesAsTransactSql(string statement) => SqlServerScriptTests.Parses(statement);
}
