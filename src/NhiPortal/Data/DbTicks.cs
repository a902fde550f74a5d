using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace NhiPortal.Data;

/// <summary>A moment as the number of ticks the database keeps, so that a query can ask how long something took; in queries only.</summary>
internal static class DbTicks
{
    public static long Of(DateTimeOffset at) => throw new InvalidOperationException($"Only queries ask this; {at} was asked outside of one.");

    public static void Apply(ModelBuilder model) => model.HasDbFunction(typeof(DbTicks).GetMethod(nameof(Of))!)
        .HasTranslation(arguments => new SqlUnaryExpression(ExpressionType.Convert, arguments[0], typeof(long), LongTypeMapping.Default));
}
