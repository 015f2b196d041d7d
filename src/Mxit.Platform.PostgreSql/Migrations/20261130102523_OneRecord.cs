using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class OneRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Whether a message is dispatched is asked of the newest range from here on. The dispatcher may have gone further than the ranges made
            // for a version before them, over messages that nobody got.
            migrationBuilder.Sql("""
                INSERT INTO "DispatchRanges" ("Lane", "FirstPosition", "LastPosition", "FirstCursor", "LastCursor")
                SELECT d."Lane", 1, d."Position", 1, (SELECT c."LastCursor" FROM "DispatchCursor" AS c)
                FROM "DispatchPositions" AS d
                WHERE d."Position" > 0 AND NOT EXISTS (SELECT 1 FROM "DispatchRanges" AS r WHERE r."Lane" = d."Lane");

                UPDATE "DispatchRanges" SET
                    "LastPosition" = (SELECT d."Position" FROM "DispatchPositions" AS d WHERE d."Lane" = "DispatchRanges"."Lane"),
                    "LastCursor" = (SELECT c."LastCursor" FROM "DispatchCursor" AS c)
                WHERE EXISTS (SELECT 1 FROM "DispatchPositions" AS d WHERE d."Lane" = "DispatchRanges"."Lane")
                    AND "FirstPosition" = (SELECT MAX(r."FirstPosition") FROM "DispatchRanges" AS r WHERE r."Lane" = "DispatchRanges"."Lane");
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // There is nothing to take back.
        }
    }
}
